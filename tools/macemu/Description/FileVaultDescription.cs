using MacStateStore.FileVault;

namespace MacEmu.Description;

/// <summary>The keys of a description that tell of FileVault.</summary>
internal static class FileVaultDescription
{
    private static readonly Dictionary<string, Func<FileVaultSpecification, DocumentNode, FileVaultSpecification>> StateKeys = new()
    {
        ["state"] = State,
        ["percent"] = (fileVault, node) => fileVault with { Conversion = Converting(fileVault, node) with { Percent = Percent(node) } },
        ["paused"] = (fileVault, node) => node.AsBoolean() ? fileVault with { Conversion = Converting(fileVault, node) with { IsPaused = true } } : fileVault,
        ["restartPending"] = (fileVault, node) => fileVault with
        {
            Restart = node is { Kind: NodeKind.Scalar, Text: "enable" } ? PendingRestart.Enable : node.AsBoolean() ? PendingRestart.Finish : PendingRestart.None,
        },
    };

    public static readonly Dictionary<string, Func<FileVaultSpecification, DocumentNode, FileVaultSpecification>> RecoveryKeyKeys = new()
    {
        ["personal"] = PersonalKey,
        ["institutional"] = InstitutionalKey,
    };

    private static readonly Dictionary<string, Func<Deferral, DocumentNode, Deferral>> DeferralKeys = new()
    {
        ["active"] = (deferral, _) => deferral,
        ["user"] = (deferral, node) => deferral with { User = node.AsTextOrNull() },
        ["path"] = (deferral, node) => deferral with { OutputPath = node.AsName() is ['/', ..] ? node.Text : throw node.Expected("an absolute path") },
        ["forceAtLogin"] = (deferral, node) => deferral with { Bypasses = node.AsNumber() is >= 0 and <= Deferral.Forever and var count ? count : throw node.Expected($"a number from 0 to {Deferral.Forever}") },
        ["dontAskAtLogout"] = (deferral, node) => deferral with { AsksAtLogout = !node.AsBoolean() },
        ["showRecoveryKey"] = (deferral, node) => deferral with { ShowsKey = node.AsBoolean() },
        ["recoveryKey"] = (deferral, node) => deferral with { MakesKey = node.AsBoolean() },
        ["certificate"] = (deferral, node) => deferral with { Certificate = File(node) },
        ["profileUUID"] = (deferral, node) => deferral with { ProfileUuid = node.AsName() },
    };

    /// <summary>The key <c>fileVault</c>: a word, or a mapping with more to say.</summary>
    public static FileVaultSpecification Read(FileVaultSpecification fileVault, DocumentNode node)
    {
        if (node.Kind != NodeKind.Mapping) return State(fileVault, node);
        // Percent and pause are those of the state, wherever it stands among them.
        if (node["state"] is { } state) fileVault = State(fileVault, state);
        return node.Read(fileVault, StateKeys);
    }

    /// <summary>The key <c>deferral</c>.</summary>
    public static FileVaultSpecification ReadDeferral(FileVaultSpecification fileVault, DocumentNode node)
    {
        var deferral = node.Read(new Deferral(null, null), DeferralKeys);
        if (node["active"]?.AsBoolean() ?? true) return fileVault with { Deferral = deferral };
        return node.Fields.Count == 1 ? fileVault with { Deferral = null } : throw node.Problem("what isn't active has nothing else to it");
    }

    private static FileVaultSpecification State(FileVaultSpecification fileVault, DocumentNode node)
    {
        var state = node.AsOneOf("off", "on", "encrypting", "decrypting");
        return fileVault with
        {
            IsOn = state is "on" or "encrypting",
            Conversion = state is "on" or "off" ? null : (fileVault.Conversion ?? new Conversion(true, 0, false)) with { IsEncryption = state == "encrypting" },
        };
    }

    private static Conversion Converting(FileVaultSpecification fileVault, DocumentNode node) =>
        fileVault.Conversion ?? throw node.Problem("takes the state encrypting or decrypting");

    private static double Percent(DocumentNode node) =>
        node.IsPlain && double.TryParse(node.Text, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and < 100
            ? percent : throw node.Expected("a number from 0 to below 100");

    private static FileVaultSpecification PersonalKey(FileVaultSpecification fileVault, DocumentNode node)
    {
        if (node.IsBoolean) return fileVault with { HasPersonalKey = node.AsBoolean(), PersonalKey = null };
        // What it is stays out of messages: it is a secret.
        return node.Kind == NodeKind.Scalar && RecoveryKey.IsWellFormed(node.Text) ? fileVault with { HasPersonalKey = true, PersonalKey = node.Text }
            : throw node.Problem("must be true, false or a recovery key like ABCD-EFGH-JKLM-NPQR-TUVW-XYZ2");
    }

    private static FileVaultSpecification InstitutionalKey(FileVaultSpecification fileVault, DocumentNode node) => node.IsBoolean
        ? fileVault with { HasInstitutionalKey = node.AsBoolean(), InstitutionalCertificate = null } : fileVault with { HasInstitutionalKey = true, InstitutionalCertificate = File(node) };

    // A certificate: a file, or the text of one.
    private static byte[] File(DocumentNode node)
    {
        var text = node.AsName();
        try
        {
            return text.StartsWith("-----BEGIN ", StringComparison.Ordinal) ? System.Text.Encoding.ASCII.GetBytes(text) : ProfileFiles.Read(Path.Combine(DocumentReader.FolderOf(node), text));
        }
        catch (MacEmuException error)
        {
            throw node.Problem(error.Message);
        }
    }
}
