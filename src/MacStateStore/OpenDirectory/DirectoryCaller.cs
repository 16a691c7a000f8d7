namespace MacStateStore.OpenDirectory;

/// <summary>Who asks the directory: a process's effective user.</summary>
/// <param name="Name">The short name.</param>
public sealed record DirectoryCaller(string Name)
{
    /// <summary>The superuser.</summary>
    public static readonly DirectoryCaller Root = new("root");

    /// <summary>Whether it is the superuser, who may do everything.</summary>
    public bool IsRoot => Name == "root";
}
