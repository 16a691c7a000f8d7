namespace MacStateStore.OpenDirectory;

/// <summary>
/// An attribute's name, and the key that a Mac's record files keep it under: <c>UniqueID</c> is
/// <c>dsAttrTypeStandard:UniqueID</c>, kept as <c>uid</c> (dossier dscl, section 5).
/// </summary>
public readonly record struct AttributeName
{
    /// <summary>What standard attribute names begin with.</summary>
    public const string StandardPrefix = "dsAttrTypeStandard:";
    /// <summary>What native attribute names begin with.</summary>
    public const string NativePrefix = "dsAttrTypeNative:";

#pragma warning disable CS1591 // Apple's own names.
    public static readonly AttributeName RecordName = new("RecordName", "name");
    public static readonly AttributeName RealName = new("RealName", "realname");
    public static readonly AttributeName UniqueId = new("UniqueID", "uid");
    public static readonly AttributeName PrimaryGroupId = new("PrimaryGroupID", "gid");
    public static readonly AttributeName GeneratedUid = new("GeneratedUID", "generateduid");
    public static readonly AttributeName HomeDirectory = new("NFSHomeDirectory", "home");
    public static readonly AttributeName UserShell = new("UserShell", "shell");
    public static readonly AttributeName Password = new("Password", "passwd");
    public static readonly AttributeName Picture = new("Picture", "picture");
    public static readonly AttributeName JpegPhoto = new("JPEGPhoto", "jpegphoto");
    public static readonly AttributeName AuthenticationAuthority = new("AuthenticationAuthority", "authentication_authority");
    public static readonly AttributeName AuthenticationHint = new("AuthenticationHint", "hint");
    public static readonly AttributeName GroupMembership = new("GroupMembership", "users");
    public static readonly AttributeName GroupMembers = new("GroupMembers", "groupmembers");
    public static readonly AttributeName NestedGroups = new("NestedGroups", "nestedgroups");
    public static readonly AttributeName Comment = new("Comment", "comment");
    public static readonly AttributeName RecordType = new("RecordType", StandardPrefix + "RecordType");
    public static readonly AttributeName MetaNodeLocation = new("AppleMetaNodeLocation", StandardPrefix + "AppleMetaNodeLocation");
    public static readonly AttributeName ShadowHashData = Native("ShadowHashData");
    public static readonly AttributeName HeimdalSrpKey = Native("HeimdalSRPKey");
    public static readonly AttributeName KerberosKeys = Native("KerberosKeys");
    public static readonly AttributeName AccountPolicyData = Native("accountPolicyData");
    public static readonly AttributeName IsHidden = Native("IsHidden");
    public static readonly AttributeName RecordDaemonVersion = Native("record_daemon_version");
#pragma warning restore CS1591

    // Asked first, so that most commands need not read the table.
    private static readonly AttributeName[] Usual =
    [
        RecordName, RealName, UniqueId, PrimaryGroupId, GeneratedUid, HomeDirectory, UserShell, Password, Picture, JpegPhoto,
        AuthenticationAuthority, AuthenticationHint, GroupMembership, GroupMembers, NestedGroups, Comment,
    ];

    private AttributeName(string shortName, string key)
    {
        FullName = StandardPrefix + shortName;
        Key = key;
    }

    private AttributeName(string fullName, string key, bool _)
    {
        FullName = fullName;
        Key = key;
    }

    /// <summary>The name with its prefix. Of a native name that has a standard one too, the name as it was asked for.</summary>
    public string FullName { get; }

    /// <summary>The key in the local node.</summary>
    public string Key { get; }

    /// <summary>The key in a node that keeps no short keys: a directory server's own <c>name</c> is not RecordName.</summary>
    internal string KeyOnServer => FullName.StartsWith(NativePrefix, StringComparison.Ordinal) ? FullName : Key;

    /// <summary>Whether both name the same attribute, under whichever name.</summary>
    public bool Equals(AttributeName other) => Key == other.Key;

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <summary>
    /// The attribute that a typed word means: with a prefix as it is; else the standard attribute of exactly that name,
    /// if there is one; else the native one.
    /// </summary>
    public static AttributeName Parse(string typed)
    {
        if (typed.StartsWith(NativePrefix, StringComparison.Ordinal)) return Native(typed[NativePrefix.Length..]);
        var full = typed.StartsWith(StandardPrefix, StringComparison.Ordinal) ? typed : StandardPrefix + typed;
        foreach (var usual in Usual)
            if (usual.FullName == full)
                return usual;
        foreach (var (name, key) in StandardNames)
            if (name == full)
                return new AttributeName(full, key, true);
        return full == typed ? new AttributeName(full, full, true) : Native(typed);
    }

    /// <summary>The attribute that the local node keeps under a key: the standard one where the key has one.</summary>
    public static AttributeName FromKey(string key)
    {
        if (key.StartsWith(StandardPrefix, StringComparison.Ordinal) || key.StartsWith(NativePrefix, StringComparison.Ordinal)) return new AttributeName(key, key, true);
        return NamesByKey.TryGetValue(key, out var name) ? new AttributeName(name, key, true) : Native(key);
    }

    private static AttributeName Native(string key) => new(NativePrefix + key, key, true);

    // Reading every record of a type asks for thousands of these.
    private static Dictionary<string, string> NamesByKey
    {
        get
        {
            if (field is not null) return field;
            field = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var (name, key) in StandardNames) field.TryAdd(key, name);
            return field;
        }
    }

    private static (string Name, string Key)[] StandardNames => field ??=
        [.. DataTable.Rows("standard-names.tsv").Where(row => row[0] == "attribute").Select(row => (row[1], row[2].Length > 0 ? row[2] : row[1]))];
}
