using System.Text;
using MacStateStore.PropertyLists;

namespace MacStateStore.OpenDirectory;

/// <summary>An Apple ID that a local account is linked to (dossier dscl, 12.4; the plist's keys are memory).</summary>
/// <param name="AppleId">The Apple ID, such as alice@example.com.</param>
/// <param name="Name">Apple's own name for it, such as <c>com.apple.idms.appleid.prd.…</c>; one is made up where null.</param>
public sealed record LinkedIdentity(string AppleId, string? Name)
{
    private const string Prefix = "com.apple.idms.appleid.prd.";
    private const string AnchorName = "CN=Apple Root CA,OU=Apple Certification Authority,O=Apple Inc.,C=US";
    private const string IssuerName = "CN=Apple Application Integration Certification Authority,OU=Apple Certification Authority,O=Apple Inc.,C=US";
    private const int NameLength = 72;

    /// <summary>Links an account: its name gains an alias, and two attributes tell of the identity.</summary>
    internal void LinkTo(DirectoryRecord user, Storage.RandomSource random, DateTimeOffset now)
    {
        var name = Name is null ? Prefix + Convert.ToHexStringLower(random.Bytes(NameLength / 2)) : Name.StartsWith(Prefix, StringComparison.Ordinal) ? Name : Prefix + Name;
        user.Merge(AttributeName.RecordName, name);
        user.Set(AttributeName.Parse("AltSecurityIdentities"), $"X509:<T>{IssuerName}<S>CN={name}");
        user.Set(AttributeName.Parse("dsAttrTypeNative:LinkedIdentity"), Encoding.UTF8.GetString(PropertyList.ToXml(new PlistDictionary
        {
            ["appleid.apple.com"] = new PlistDictionary
            {
                ["allowLogin"] = new PlistInteger(1),
                ["linked identities"] = new PlistArray(
                [
                    new PlistDictionary
                    {
                        ["anchor dn"] = new PlistString(AnchorName),
                        ["full name"] = new PlistString(AppleId),
                        ["name"] = new PlistString(name),
                        ["principal"] = new PlistString(name),
                        ["subject dn"] = new PlistString($"CN={name}"),
                        ["timestamp"] = new PlistDate(now),
                    },
                ]),
            },
        })));
        user.Set(AttributeName.Parse("_writers_LinkedIdentity"), user.Text(AttributeName.RecordName)!);
    }
}
