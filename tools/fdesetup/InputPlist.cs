using MacStateStore.PropertyLists;

namespace Fdesetup;

/// <summary>The property list that -inputplist reads from standard input (dossier fdesetup, 9).</summary>
internal sealed class InputPlist(PlistDictionary content)
{
    /// <summary>Who.</summary>
    public string? Username => content.TryGetString("Username", out var name) ? name : null;

    /// <summary>The password, or the recovery key; null where it is to be asked for.</summary>
    public string? Password => content.TryGetString("Password", out var password) ? password : null;

    /// <summary>A keychain with the institutional private key.</summary>
    public string? KeychainPath => content.TryGetString("KeychainPath", out var path) ? path : null;

    /// <summary>The certificate of an institutional recovery key.</summary>
    public byte[]? Certificate => content["Certificate"] is PlistData data ? data.Value.ToArray() : null;

    /// <summary>Users to be added; a password that isn't there is to be asked for.</summary>
    public IEnumerable<(string Name, string? Password)> AdditionalUsers =>
        (content["AdditionalUsers"] as PlistArray ?? []).OfType<PlistDictionary>().Select(user =>
            (((PlistString)user["Username"]!).Value, user.TryGetString("Password", out var password) ? password : null));

    public static InputPlist Read(Call call)
    {
        PlistValue value;
        try
        {
            value = PropertyList.Parse(ReadToEnd(call));
        }
        catch (Exception error) when (error is PropertyListException or IOException)
        {
            throw call.Refused(Messages.BadInput("The input is not a valid XML property list"));
        }
        if (value is not PlistDictionary content) throw call.Refused(Messages.BadInput("The input property list is not a dictionary"));
        foreach (var key in (string[])["Username", "Password", "KeychainPath"]) Require<PlistString>(call, content, key);
        Require<PlistData>(call, content, "Certificate");
        Require<PlistArray>(call, content, "AdditionalUsers");
        foreach (var user in content["AdditionalUsers"] as PlistArray ?? [])
        {
            if (user is not PlistDictionary entry || entry["Username"] is not PlistString) throw call.Refused(Messages.BadInput("The input property list has an additional user without 'Username'"));
            Require<PlistString>(call, entry, "Password");
        }
        return new InputPlist(content);
    }

    private static void Require<T>(Call call, PlistDictionary content, string key) where T : PlistValue
    {
        if (content[key] is { } value and not T) throw call.Refused(Messages.BadInput($"The input property list has a wrong type of value for '{key}'"));
    }

    // No more than can be a property list at all.
    private static byte[] ReadToEnd(Call call)
    {
        using var all = new MemoryStream();
        var piece = new byte[64 * 1024];
        for (int count; (count = call.Run.Console.Input.Read(piece)) > 0;)
        {
            all.Write(piece, 0, count);
            if (all.Length > PropertyList.MaximumSize) throw new PropertyListException("too large");
        }
        return all.ToArray();
    }
}
