-- The emulated Mac. One file is one machine; PRAGMA user_version is the format (see MachineFile).
-- Times are microseconds of the machine's clock since 1970-01-01 UTC.

CREATE TABLE machine (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  model TEXT NOT NULL,
  chip TEXT NOT NULL CHECK (chip IN ('apple', 't2', 'intel')),
  serial TEXT NOT NULL,
  hardware_uuid TEXT NOT NULL,
  ecid INTEGER NOT NULL,
  board_id INTEGER,
  chip_id INTEGER,
  hardware_key BLOB,                    -- the Secure Enclave's own key; NULL on a Mac without one
  local_kdc TEXT NOT NULL,              -- the 40 hex digits of the local Kerberos realm
  kdf_iterations INTEGER NOT NULL,
  activated INTEGER NOT NULL DEFAULT 1,
  find_my TEXT NOT NULL DEFAULT 'off' CHECK (find_my IN ('off', 'on', 'lost')), -- as Apple's service knows it
  apple_internal INTEGER NOT NULL DEFAULT 0,
  online INTEGER NOT NULL DEFAULT 1,    -- whether the Mac reaches the internet
  full_disk_access INTEGER NOT NULL DEFAULT 1
);

-- Kept apart from machine, as every draw and tick changes it and nobody wants to read that in a log.
CREATE TABLE chance (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seed INTEGER,                         -- NULL: truly random
  draws INTEGER NOT NULL DEFAULT 0,
  clock_offset INTEGER NOT NULL,        -- added to the host's time, or
  stepped_clock INTEGER                 -- the time itself, stepped by each run, where a seed makes all repeatable
);

-- One key hierarchy: of a volume group, or of an encrypted volume that stands alone (then by that volume's UUID).
CREATE TABLE volume_group (
  uuid TEXT PRIMARY KEY,
  wrapped_vek BLOB NOT NULL,            -- volume encryption key under the KEK
  open_vek BLOB,                        -- the same under the hardware alone; NULL: FileVault is on, it takes a crypto user
  unclaimed_kek BLOB,                   -- KEK under the hardware key only, until the first crypto user claims it
  wrapped_oik BLOB,                     -- Owner Identity Key under the KEK
  oik_generation INTEGER
);

CREATE TABLE installed_system (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  os TEXT NOT NULL,
  build TEXT NOT NULL,
  volume_group TEXT NOT NULL REFERENCES volume_group (uuid),
  setup_done INTEGER NOT NULL DEFAULT 0,
  erased INTEGER NOT NULL DEFAULT 0,    -- obliterated: there is nothing to start
  install_user TEXT,                    -- who owns it until somebody sets it up; empty: an Install User without a name or password
  security_response TEXT NOT NULL DEFAULT '', -- the Rapid Security Response that is installed, such as (a)
  prepared_update TEXT                  -- the version that the next start installs
);

CREATE TABLE software_installation (
  id INTEGER PRIMARY KEY,
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  installed_at INTEGER NOT NULL
);

CREATE TABLE kernel_extension (
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  team TEXT NOT NULL,
  bundle TEXT NOT NULL,
  approved_by TEXT NOT NULL,            -- a user's name, or mdm
  built INTEGER NOT NULL DEFAULT 0,     -- it is in the auxiliary kernel collection
  PRIMARY KEY (system_id, team, bundle)
);

CREATE TABLE owner_identity_key (
  generation INTEGER PRIMARY KEY,       -- the highest is in force; a DFU restore makes a new one
  public_key BLOB NOT NULL,
  sealed_key BLOB,                      -- the private key under the hardware's: for what the Secure Enclave signs by itself
  certificate BLOB                      -- Owner Identity Certificate (OIC); NULL until one is needed
);

-- The User Identity Key and its certificate (ucrt), which Apple gives a Mac that isn't marked as lost. Made when first needed.
CREATE TABLE user_identity_key (
  generation INTEGER PRIMARY KEY,       -- of the owner identity key beside which it was made
  sealed_key BLOB NOT NULL,
  certificate BLOB NOT NULL
);

-- The emulated Apple that certifies keys: a party of its own, made when first needed.
CREATE TABLE attestation_authority (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  key BLOB NOT NULL,
  certificate BLOB NOT NULL
);

-- What the Secure Storage Component keeps against replayed policies: the local, the remote and the recoveryOS policy nonce.
CREATE TABLE nonce (
  name TEXT PRIMARY KEY CHECK (name IN ('lpnh', 'rpnh', 'ronh')),
  value BLOB,                           -- NULL: taken away, since the Mac is lost
  hash BLOB,                            -- SHA-384 of it
  former_hash BLOB                      -- valid beside it until an update has started
);

-- LocalPolicies as they lie on the disk: signed Image4 files. Without any row they are still those of the factory, which nobody has asked for.
CREATE TABLE local_policy (
  volume_group TEXT NOT NULL,           -- empty: that of the system recoveryOS
  role TEXT NOT NULL CHECK (role IN ('macos', 'recoveryos')),
  image BLOB NOT NULL,
  measurement BLOB NOT NULL,            -- its Trusted Boot Policy Measurement
  summary TEXT NOT NULL,                -- its settings in words, for logs
  PRIMARY KEY (volume_group, role)
);

-- NVRAM variables; a GUID stands before those that aren't Apple's boot variables.
CREATE TABLE nvram (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
);

CREATE TABLE crypto_user (
  id INTEGER PRIMARY KEY,
  volume_group TEXT NOT NULL REFERENCES volume_group (uuid),
  uuid TEXT NOT NULL,
  type TEXT NOT NULL,
  salt BLOB NOT NULL,                   -- of an institutional recovery key its certificate
  iterations INTEGER NOT NULL,          -- and no rounds: the KEK lies under its public key
  wrapped_kek BLOB NOT NULL,
  hint TEXT,
  stated_owner INTEGER,                 -- what a described Mac says against its keys; NULL: the keys say it
  UNIQUE (volume_group, uuid)
);

CREATE TABLE boot (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  environment TEXT NOT NULL CHECK (environment IN ('macos', 'recoveryos', '1tr')),
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  running INTEGER NOT NULL,
  problem TEXT,                         -- why macOS didn't start, where recoveryOS runs instead
  next_system INTEGER,                  -- chosen for the next start; NULL: the same as now
  integrity INTEGER NOT NULL DEFAULT 0  -- System Integrity Protection as the running kernel has it
);

CREATE TABLE session (
  user TEXT PRIMARY KEY,
  on_console INTEGER NOT NULL,
  since INTEGER NOT NULL
);

-- Starts, shutdowns and logins, as last(1) tells them.
CREATE TABLE login_record (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('login', 'start', 'shutdown')),
  user TEXT NOT NULL,                   -- empty but for logins
  since INTEGER NOT NULL,
  until INTEGER                         -- of a login; NULL: it goes on
);

-- launchd: the jobs that are loaded beside macOS's own, and which jobs somebody has disabled or enabled.
CREATE TABLE launchd_job (
  domain TEXT NOT NULL,                 -- system, gui/501, user/501
  label TEXT NOT NULL,
  path TEXT NOT NULL,                   -- of its property list
  program TEXT NOT NULL,
  arguments TEXT NOT NULL,              -- one a line
  runs INTEGER NOT NULL,                -- whether it is started whenever it is loaded
  pid INTEGER,                          -- NULL: it doesn't run
  PRIMARY KEY (domain, label)
);

CREATE TABLE launchd_override (
  domain TEXT NOT NULL,
  label TEXT NOT NULL,
  disabled INTEGER NOT NULL,
  PRIMARY KEY (domain, label)
);

-- What installers have left in the database of receipts.
CREATE TABLE package_receipt (
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  identifier TEXT NOT NULL,
  version TEXT NOT NULL,
  installed_at INTEGER NOT NULL,
  PRIMARY KEY (system_id, identifier)
);

-- Flags (under the name flags) and extended attributes of files, by their path on the Mac.
CREATE TABLE file_attribute (
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (path, name)
);

CREATE TABLE host_setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE home_folder (
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  path TEXT NOT NULL,
  owner TEXT NOT NULL,
  PRIMARY KEY (system_id, path)
);

-- FileVault beyond the keys: how far a conversion is, what waits for a restart, who has unlocked the Mac and who will.
CREATE TABLE file_vault (
  volume_group TEXT PRIMARY KEY REFERENCES volume_group (uuid),
  conversion TEXT CHECK (conversion IN ('encrypting', 'decrypting')),
  converted_at INTEGER,                 -- a time at which
  converted INTEGER,                    -- so many hundredths of a percent were done
  paused INTEGER NOT NULL DEFAULT 0,
  restart TEXT CHECK (restart IN ('enable', 'finish')),
  key_escrowed INTEGER NOT NULL DEFAULT 0, -- the personal recovery key, by a profile
  escrowed_key BLOB,                    -- CMS, as /var/db/FileVaultPRK.dat has it
  next_unlock TEXT,                     -- the crypto user that unlocks the next start by itself (fdesetup authrestart)
  unlocked_by TEXT                      -- the crypto user that unlocked this start, where somebody said who
);

-- Who was taken from FileVault by a release that leaves the secure token.
CREATE TABLE file_vault_removed (
  volume_group TEXT NOT NULL REFERENCES volume_group (uuid),
  uuid TEXT NOT NULL,
  PRIMARY KEY (volume_group, uuid)
);

CREATE TABLE file_vault_deferral (
  system_id INTEGER PRIMARY KEY REFERENCES installed_system (id),
  user TEXT,                            -- NULL: whoever logs in next
  path TEXT,                            -- of the file that gets the recovery key; NULL: none does
  bypasses INTEGER,                     -- how often the login may still pass by; NULL: the login doesn't ask
  asks_at_logout INTEGER NOT NULL,
  shows_key INTEGER NOT NULL,
  makes_key INTEGER NOT NULL,
  certificate BLOB,                     -- of the institutional recovery key
  profile_uuid TEXT
);

-- What the hardware and the privacy settings say about FileVault.
CREATE TABLE file_vault_support (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  auth_restart INTEGER NOT NULL,
  consent INTEGER NOT NULL              -- whether somebody answers OK where macOS asks before fdesetup enables
);

-- Files of FileVault's that lie on the Mac's own disk; the host writes them where they can be read.
CREATE TABLE file_vault_file (
  path TEXT PRIMARY KEY,
  content BLOB,                         -- NULL: it is gone
  modified INTEGER NOT NULL
);

-- Disks: devices, images, and what APFS makes of its containers (synthesized). Devices are named by numbers: diskNsS.
CREATE TABLE disk (
  number INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('Physical', 'Image', 'Synthesized', 'Logical')),
  header TEXT,                          -- what lists call it where that isn't what follows from the rest
  internal INTEGER NOT NULL,
  protocol TEXT NOT NULL,
  media_name TEXT NOT NULL,
  registry_name TEXT NOT NULL,
  content TEXT NOT NULL,                -- the scheme of its map; empty without one
  size INTEGER NOT NULL,
  block_size INTEGER NOT NULL,
  solid_state INTEGER,
  smart TEXT NOT NULL,
  aes INTEGER NOT NULL,
  removable INTEGER NOT NULL,
  ejectable INTEGER NOT NULL,
  os_internal INTEGER NOT NULL,
  tree_path TEXT NOT NULL,              -- its place in the device tree
  container_uuid TEXT,
  overhead INTEGER NOT NULL             -- bytes of a container in use by no volume
);

-- Slice 0 is the whole of a disk that has no map.
CREATE TABLE partition (
  disk INTEGER NOT NULL REFERENCES disk (number),
  slice INTEGER NOT NULL,
  content TEXT NOT NULL,
  offset INTEGER NOT NULL,
  size INTEGER NOT NULL,
  name TEXT,
  uuid TEXT,
  container INTEGER,                    -- the number of the synthesized disk whose store it is
  file_system TEXT,
  personality TEXT,                     -- its variant where the file system doesn't say it
  volume_name TEXT,
  volume_uuid TEXT,
  volume_size INTEGER,
  in_use INTEGER NOT NULL,
  mount_point TEXT,
  read_only INTEGER NOT NULL,
  owners INTEGER NOT NULL,
  allocation_block INTEGER NOT NULL,
  journal_offset INTEGER,
  journal_size INTEGER,
  PRIMARY KEY (disk, slice)
);

CREATE TABLE volume (
  disk INTEGER NOT NULL REFERENCES disk (number),
  slice INTEGER NOT NULL,
  uuid TEXT NOT NULL,
  name TEXT NOT NULL,
  roles TEXT NOT NULL,                  -- joined by commas
  in_use INTEGER NOT NULL,
  reserve INTEGER NOT NULL,
  quota INTEGER NOT NULL,
  mount_point TEXT,
  usual_mount_point TEXT,               -- where a start of macOS mounts it
  case_sensitive INTEGER NOT NULL,
  sealed TEXT NOT NULL,
  os_internal INTEGER NOT NULL,
  encrypted INTEGER NOT NULL,           -- with a key of macOS's own; what crypto users protect follows from their keys
  file_vault INTEGER NOT NULL,          -- likewise
  locked INTEGER NOT NULL,
  failed_unlocks INTEGER NOT NULL DEFAULT 0,
  volume_group TEXT,
  read_only INTEGER NOT NULL,
  owners INTEGER NOT NULL,
  defragmented INTEGER NOT NULL,        -- to be, in the background
  PRIMARY KEY (disk, slice)
);

-- What CoreStorage made of a partition: a disk of kind Logical.
CREATE TABLE logical_volume (
  disk INTEGER PRIMARY KEY REFERENCES disk (number),
  store TEXT NOT NULL,                  -- the partition
  group_uuid TEXT NOT NULL,
  physical_uuid TEXT NOT NULL,
  family_uuid TEXT NOT NULL,
  uuid TEXT NOT NULL,
  name TEXT NOT NULL
);

CREATE TABLE volume_snapshot (
  disk INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  position INTEGER NOT NULL,
  number INTEGER,                       -- of its device, diskNsSsNUMBER; NULL without one
  uuid TEXT,
  name TEXT NOT NULL,
  xid TEXT NOT NULL,
  mount_point TEXT,
  usual_mount_point TEXT,
  sealed TEXT NOT NULL,
  purgeable INTEGER NOT NULL,
  limits_shrink INTEGER NOT NULL,
  PRIMARY KEY (disk, slice, position)
);

-- Processes with open files.
CREATE TABLE volume_use (
  disk INTEGER NOT NULL,
  slice INTEGER NOT NULL,
  pid INTEGER NOT NULL,
  process TEXT NOT NULL
);

-- Configuration profiles: each belongs to one system and, where user isn't empty, to one of its users.
CREATE TABLE profile (
  id INTEGER PRIMARY KEY,
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  user TEXT NOT NULL,
  identifier TEXT NOT NULL,
  uuid TEXT NOT NULL,
  header BLOB NOT NULL,                 -- a property list of its own keys, without the payloads
  signed INTEGER NOT NULL,              -- 2: by somebody whom nobody vouches for
  installed_at INTEGER NOT NULL,
  managed INTEGER NOT NULL,             -- installed by device management
  removed_at INTEGER,                   -- from then on it is gone
  UNIQUE (system_id, user, identifier)
);

CREATE TABLE payload (
  profile_id INTEGER NOT NULL REFERENCES profile (id),
  position INTEGER NOT NULL,
  type TEXT NOT NULL,
  identifier TEXT NOT NULL,
  uuid TEXT NOT NULL,
  plist BLOB NOT NULL,
  PRIMARY KEY (profile_id, position)
);
CREATE INDEX payload_by_type ON payload (type);

-- Profiles that are installed when macOS starts next.
CREATE TABLE startup_profile (
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  name TEXT NOT NULL,                   -- of its file
  file BLOB NOT NULL,
  retries INTEGER NOT NULL,             -- whether it is tried again where it can't be installed
  PRIMARY KEY (system_id, name)
);

-- What profiles have set once in users' preferences.
CREATE TABLE preference_set_once (
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  user TEXT NOT NULL,
  domain TEXT NOT NULL,
  stamp TEXT NOT NULL,                  -- what tells this setting from a later one
  PRIMARY KEY (system_id, user, domain, stamp)
);

-- Hashes that users' passwords had before the present one.
CREATE TABLE former_password (
  id INTEGER PRIMARY KEY,
  user_uuid TEXT NOT NULL,
  hash BLOB NOT NULL
);
CREATE INDEX former_password_by_user ON former_password (user_uuid);

-- Profiles that somebody has opened; a person may approve them in the settings.
CREATE TABLE downloaded_profile (
  id INTEGER PRIMARY KEY,
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  user TEXT NOT NULL,
  name TEXT NOT NULL,
  file BLOB NOT NULL
);

-- A system's own node, and the directory servers that it is bound to (/LDAPv3/HOST, /Active Directory/CORP).
CREATE TABLE od_node (
  id INTEGER PRIMARY KEY,
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  name TEXT NOT NULL,
  domain TEXT,                          -- of Active Directory: its DNS name
  online INTEGER NOT NULL DEFAULT 1,    -- whether the server can be reached
  UNIQUE (system_id, name)
);

-- Which nodes /Search and /Search/Contacts go through, where that was ever set.
CREATE TABLE search_policy (
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  node TEXT NOT NULL,
  policy TEXT NOT NULL,                 -- NSPSearchPath, LSPSearchPath or CSPSearchPath
  path TEXT NOT NULL,                   -- the custom path without the local node: a name a line
  PRIMARY KEY (system_id, node)
);

-- name repeats the first RecordName, so that a log can say whose value changed.
CREATE TABLE od_record (
  id INTEGER PRIMARY KEY,
  node_id INTEGER NOT NULL REFERENCES od_node (id),
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  built_in INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX od_record_by_name ON od_record (node_id, type, name COLLATE NOCASE);

-- Attributes stand under the keys of a Mac's own record files (uid, realname, ShadowHashData).
CREATE TABLE od_value (
  id INTEGER PRIMARY KEY,
  record_id INTEGER NOT NULL REFERENCES od_record (id),
  attribute TEXT NOT NULL,
  position INTEGER NOT NULL,
  value NOT NULL
);
CREATE UNIQUE INDEX od_value_by_record ON od_value (record_id, attribute, position);
CREATE INDEX od_value_by_value ON od_value (attribute, value COLLATE NOCASE) WHERE length(value) <= 256;

-- Device management. What a Mac knows of its enrolment belongs to the installed system; the MDM server and Apple's enrolment service are
-- parties of their own, which may know otherwise. That a bootstrap token exists on the Mac is a row of crypto_user.
CREATE TABLE enrollment (
  system_id INTEGER PRIMARY KEY REFERENCES installed_system (id),
  kind TEXT NOT NULL CHECK (kind IN ('unapproved', 'user-approved', 'ade')),
  supervised INTEGER NOT NULL,
  server_url TEXT NOT NULL,
  check_in_url TEXT,
  topic TEXT NOT NULL,
  access_rights INTEGER NOT NULL,
  capabilities TEXT NOT NULL,           -- one per line
  removable INTEGER NOT NULL,
  awaiting_configuration INTEGER NOT NULL DEFAULT 0,
  skips_primary_account INTEGER NOT NULL DEFAULT 0,
  primary_account_is_standard INTEGER NOT NULL DEFAULT 0,
  managed_admin TEXT,                   -- GeneratedUID of the admin that MDM has made
  bootstrap_token_escrowed INTEGER NOT NULL DEFAULT 0, -- what the Mac believes
  push_magic TEXT,                      -- where a real server reaches the Mac; NULL: enrolled in the emulated one
  push_token BLOB
);

CREATE TABLE mdm_server (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  url TEXT NOT NULL,
  online INTEGER NOT NULL,
  supports_bootstrap_token INTEGER NOT NULL,
  holds_setup INTEGER NOT NULL,         -- keeps Setup Assistant waiting until DeviceConfigured is sent
  bootstrap_token BLOB,                 -- its copies of secrets
  recovery_key TEXT
);

CREATE TABLE mdm_command (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL,
  request BLOB NOT NULL                 -- property list; deleted when it is answered
);

CREATE TABLE automated_enrollment (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  assigned INTEGER NOT NULL,            -- whether Apple Business Manager knows the serial number
  record BLOB,                          -- property list of the keys that are displayed; NULL: no profile is assigned
  hosts_reachable INTEGER NOT NULL,
  last_fetch INTEGER,
  fetches INTEGER NOT NULL DEFAULT 0    -- within the last 23 hours
);

-- Passwords of a directory server's users, as hashes; no record shows them.
CREATE TABLE server_password (
  record_id INTEGER PRIMARY KEY REFERENCES od_record (id),
  hash BLOB NOT NULL
);

-- Failures that are to happen to tools; the oldest that fits is taken first.
CREATE TABLE fault (
  id INTEGER PRIMARY KEY,
  tool TEXT NOT NULL,
  verb TEXT,                            -- NULL for any
  times INTEGER NOT NULL,               -- how often yet
  status INTEGER,                       -- exit status, or below 0 a DirectoryService status; NULL for the tool's own
  message TEXT                          -- on standard error; NULL for the tool's own
);

-- What a person does to the next dialogs, in order.
CREATE TABLE dialog_answer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  cancels INTEGER NOT NULL DEFAULT 0,
  button TEXT,                          -- NULL: the default one
  text TEXT                             -- NULL: what stands there already
);

-- Keychains that were made or changed; every user's login keychain and the System keychain are there without a row.
CREATE TABLE keychain (
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  path TEXT NOT NULL,
  password BLOB,                        -- a hash; NULL: the user's login password
  locked INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (system_id, path)
);

CREATE TABLE keychain_item (
  id INTEGER PRIMARY KEY,
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  keychain TEXT NOT NULL,
  class TEXT NOT NULL,
  name TEXT NOT NULL,                   -- its label, for the log
  attributes BLOB NOT NULL,             -- property list: code of four letters, text
  secret BLOB NOT NULL
);

-- Which keychains a user's searches look into, and which is the default, where that was changed.
CREATE TABLE keychain_choice (
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  user TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('search', 'default')),
  position INTEGER NOT NULL,
  path TEXT NOT NULL,
  PRIMARY KEY (system_id, user, purpose, position)
);

-- Rights of the authorization database that were changed.
CREATE TABLE authorization_right (
  system_id INTEGER NOT NULL REFERENCES installed_system (id),
  name TEXT NOT NULL,
  definition BLOB,                      -- property list; NULL: removed
  PRIMARY KEY (system_id, name)
);

CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  run TEXT,                             -- one id for all that one `macemu run` started
  at INTEGER NOT NULL,
  tool TEXT NOT NULL,
  arguments TEXT NOT NULL,              -- JSON array, secrets as •••
  user TEXT NOT NULL,
  exit_status INTEGER,
  not_emulated TEXT                     -- what it asked for that isn't emulated
);

-- How what a command printed begins, secrets as •••, and how many bytes it was in all.
CREATE TABLE printed (
  journal_id INTEGER PRIMARY KEY,
  output BLOB NOT NULL,                 -- UTF-8
  output_size INTEGER NOT NULL,
  errors BLOB NOT NULL,
  errors_size INTEGER NOT NULL
);

-- Which run the next changes belong to; set by each writer, read by the triggers (ChangeTriggers.cs).
CREATE TABLE current_run (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  journal_id INTEGER NOT NULL
);

CREATE TABLE change (
  id INTEGER PRIMARY KEY,
  journal_id INTEGER NOT NULL,
  table_name TEXT NOT NULL,
  key TEXT NOT NULL,
  before TEXT,
  after TEXT
);
CREATE INDEX change_by_journal ON change (journal_id);
