#!/bin/sh
# Makes a hidden admin for the IT department with dscl.
# The tag comes before the password, so that from macOS 11 on the first secure token stays for the person who sets the Mac up.
set -e

name=itadmin
user=/Users/$name

dscl . -create $user
dscl . -create $user RealName "IT Administration"
dscl . -create $user UniqueID 480
dscl . -create $user PrimaryGroupID 20
dscl . -create $user NFSHomeDirectory /var/$name
dscl . -create $user UserShell /bin/zsh
dscl . -create $user IsHidden 1
if [ "$1" != --untagged ]; then
  dscl . -append $user AuthenticationAuthority ";DisabledTags;SecureToken"
fi
dscl . -passwd $user "it-s3cret"
dseditgroup -o edit -a $name -t user admin

echo "$name made: UID $(id -u $name), $(dseditgroup -o checkmember -m $name admin)"
