using System.Text;
using MacStateStore.PropertyLists;

namespace MacStateStore.OpenDirectory;

/// <summary>The record's own book of logins and password settings: an XML property list (dossier dscl, 12.4).</summary>
internal static class AccountPolicyData
{
    /// <summary>Begins the book of a new user.</summary>
    public static void Begin(DirectoryRecord user, DateTimeOffset now) =>
        Update(user, book => book["creationTime"] = new PlistReal(Seconds(now)));

    /// <summary>A password was set: failures are forgotten.</summary>
    public static void PasswordSet(DirectoryRecord user, DateTimeOffset now) => Update(user, book =>
    {
        book["failedLoginCount"] = new PlistInteger(0);
        book["failedLoginTimestamp"] = new PlistInteger(0);
        book["passwordLastSetTime"] = new PlistReal(Seconds(now));
    });

    /// <summary>An authentication failed.</summary>
    public static void Failed(DirectoryRecord user, DateTimeOffset now) => Update(user, book =>
    {
        book["failedLoginCount"] = new PlistInteger(FailedCount(book) + 1);
        book["failedLoginTimestamp"] = new PlistReal(Seconds(now));
    });

    /// <summary>An authentication succeeded; says nothing where nothing had failed.</summary>
    public static void Succeeded(DirectoryRecord user) => Update(user, book =>
    {
        if (FailedCount(book) == 0) return;
        book["failedLoginCount"] = new PlistInteger(0);
        book["failedLoginTimestamp"] = new PlistInteger(0);
    });

    /// <summary>What the book says.</summary>
    public static AccountBook Book(DirectoryRecord user)
    {
        var book = Read(user);
        var created = Time(book, "creationTime");
        return new AccountBook(created, book["passwordLastSetTime"] is null ? created : Time(book, "passwordLastSetTime"), FailedCount(book), Time(book, "failedLoginTimestamp"));
    }

    /// <summary>A time as the book has it.</summary>
    public static double Seconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond;

    private static double Time(PlistDictionary book, string key) => book[key] switch
    {
        PlistReal real => real.Value,
        PlistInteger integer => (double)integer.Value,
        _ => 0,
    };

    private static long FailedCount(PlistDictionary book) => book.TryGetInteger("failedLoginCount", out var count) ? count : 0;

    /// <summary>Changes the book.</summary>
    public static void Update(DirectoryRecord user, Action<PlistDictionary> change)
    {
        var book = Read(user);
        change(book);
        if (book.Count > 0) user.Set(AttributeName.AccountPolicyData, Encoding.UTF8.GetString(PropertyList.ToXml(book.Sorted())));
    }

    /// <summary>The book as it is; a script may have written something else there, and the daemon then starts it anew.</summary>
    public static PlistDictionary Read(DirectoryRecord user)
    {
        try
        {
            return user.Values(AttributeName.AccountPolicyData) is [var value, ..] && PropertyList.Parse(value.Bytes) is PlistDictionary book ? book : [];
        }
        catch (PropertyListException)
        {
            return [];
        }
    }
}
