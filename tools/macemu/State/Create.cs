using System.Globalization;
using MacEmu.Description;
using MacStateStore;
using MacStateStore.DeviceManagement;
using MacStateStore.Releases;
using MacStateStore.Storage;
using MacToolHost;

namespace MacEmu;

/// <summary>A new Mac: from the factory, or in a described state.</summary>
internal static class Create
{
    /// <summary>Rounds of PBKDF2 that there can be: of more, stored hashes aren't accepted.</summary>
    public const int MostIterations = 9_999_999;

    /// <summary>Which option a part of the description comes from, for messages.</summary>
    private static readonly (string Place, string Option)[] OptionOf =
        [("machine.os", "--os"), ("machine.chip", "--chip"), ("machine.model", "--model"), ("machine.setup", "--setup"),
            ("mdm.enrollment", "--mdm"), ("bootstrapToken.supported", "--bootstrap-token"), ("recoveryKeys", "--filevault")];

    public static Verb Define()
    {
        var from = Verb.Valued("--from", "FILE", "make the Mac that this YAML or JSON file describes (- for standard input)");
        var os = Verb.Valued("--os", "VERSION", "the macOS version, such as 14.5, or 14 for its newest (the newest known if left out)");
        var chip = Verb.OneOf("--chip", "the kind of hardware (apple if left out)", "apple", "t2", "intel");
        var model = Verb.Valued("--model", "MODEL", "the model identifier, such as Mac14,2");
        var seed = Verb.Valued("--seed", "N", "make everything random come out the same each time");
        var setup = Verb.Valued("--setup", "NAME:PASSWORD[:FULL NAME]", "run Setup Assistant with this first user (see 'macemu setup')");
        var noSetup = Verb.Flag("--no-setup", "leave Setup Assistant for later");
        var fileVault = Verb.Flag("--filevault", "turn FileVault on, with a personal recovery key, which is printed");
        var mdm = Verb.OneOf("--mdm", "how the Mac is enrolled in device management (none if left out)", "none", "ade", "user-approved");
        var bootstrapToken = Verb.OneOf("--bootstrap-token", "whether the MDM server takes bootstrap tokens (unsupported if left out)", "unsupported", "supported");
        var iterations = Verb.Valued("--kdf-iterations", "N", "rounds of PBKDF2 for passwords and keys (1000 if left out)");
        var force = Verb.Flag("--force", "replace a machine that is there, with its folders");
        return new Verb("create", "make an emulated Mac", "macemu create --os 14.5 --setup 'alice:s3cret:Alice Example'", run =>
        {
            if (run.Value(setup) is not null && run.Value(noSetup)) throw new MacEmuException("create: --setup and --no-setup contradict each other");
            var document = run.Value(from) is { } file ? DocumentReader.Read(file, run.Console) : null;
            var described = document is null ? new MachineSpecification() : MacDescription.Read(document);
            var wanted = WithHardware(described, run.Value(os), run.Value(chip), run.Value(model)) with
            {
                Seed = run.Value(seed) is { } number ? SeedOf(number) : null,
                KdfIterations = run.Value(iterations) is { } count ? IterationsOf(count) : described.KdfIterations,
            };
            if (run.Value(setup) is { } user) wanted = wanted with { Setup = UserOf(user), IsSetUp = null };
            wanted = wanted with { Mdm = WithOptions(wanted.Mdm, run.Value(mdm), run.Value(bootstrapToken)) };
            if (run.Value(noSetup)) wanted = wanted with { Setup = null, IsSetUp = false };
            if (run.Value(fileVault)) wanted = wanted with { FileVault = wanted.FileVault with { IsOn = true, Conversion = null, HasPersonalKey = true } };
            return Make(run, wanted, document, run.Value(force));
        }) { from, os, chip, model, seed, setup, noSetup, fileVault, mdm, bootstrapToken, iterations, force };
    }

    private static int Make(Invocation run, MachineSpecification wanted, DocumentNode? document, bool force)
    {
        var path = run.Machine.Path;
        if (Directory.Exists(path)) throw new MacEmuException($"create: {path} is a directory; name a file", ExitStatus.CannotWrite);
        string? recoveryKey;
        try
        {
            recoveryKey = Build(run.Console, path, wanted, force, run.Host);
        }
        catch (SpecificationException error)
        {
            throw Explain(error, run, document);
        }
        using var mac = Mac.Open(path, run.Host);
        run.Console.OutLine($"{path}: {mac.Machine.Model} with macOS {mac.System.Version} ({mac.System.Build})");
        if (recoveryKey is not null && wanted.FileVault.PersonalKey is null) run.Console.OutLine($"recovery key: {recoveryKey}");
        return Status.Good;
    }

    /// <summary>Makes a Mac with the files that belong to it.</summary>
    /// <returns>The personal recovery key, where there is one.</returns>
    /// <exception cref="SpecificationException">There can be no such Mac.</exception>
    public static string? Build(ToolConsole console, string path, MachineSpecification wanted, bool force, TimeProvider? host)
    {
        var recoveryKey = Mac.Create(path, wanted, force, host);
        // The folders of the replaced Mac hold what scripts left on it, and the new one has a past of its own.
        foreach (var folder in (string[])[MachineFolder.Of(path), RunStates.FolderOf(path)])
            if (force && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        using var mac = Mac.Open(path, host);
        ManagedPreferenceFiles.Write(console, mac);
        FileVaultOnDisk.Write(console, mac, mac.FileVault.Files.All);
        return recoveryKey;
    }

    // What an option says goes before the file, and takes along what in the file depends on it.
    private static MachineSpecification WithHardware(MachineSpecification file, string? os, string? chip, string? model)
    {
        if (os is not null) file = file with { Os = os, Build = os == file.Os ? file.Build : null };
        if (chip is not null)
        {
            var wanted = Enum.Parse<Chip>(chip, ignoreCase: true);
            file = file with { Chip = wanted, Model = file.Model is { } described && HardwareModel.Find(described)?.Chip == wanted ? described : null };
        }
        return model is null ? file : file with { Model = model, Chip = chip is null ? null : file.Chip };
    }

    private static MdmSpecification WithOptions(MdmSpecification file, string? enrollment, string? bootstrapToken)
    {
        if (enrollment is not null)
        {
            var kind = ManagementDescription.KindOf(enrollment);
            // Without enrolment there is nothing left of what comes with one.
            file = kind is null ? new MdmSpecification { IsAssigned = file.IsAssigned, Record = file.Record, LacksRecord = file.LacksRecord, AreHostsBlocked = file.AreHostsBlocked }
                : kind == file.Enrollment ? file : file with { Enrollment = kind, IsSupervised = null, IsAssigned = kind == EnrollmentKind.Automated ? null : file.IsAssigned };
        }
        return bootstrapToken is null ? file : file with { ServerTakesBootstrapToken = bootstrapToken == "supported", IsBootstrapTokenSupported = null };
    }

    private static Exception Explain(SpecificationException error, Invocation run, DocumentNode? document)
    {
        foreach (var (place, option) in OptionOf)
            if (error.Place == place && run.Parsed.GetResult(option) is System.CommandLine.Parsing.OptionResult { Implicit: false })
                return new MacEmuException($"create: {option}: {error.Problem}");
        return document?.Find(error.Place) is { } found
            ? new DescriptionException(document.File, found.Line, found.Column, $"{error.Place}: {error.Problem}")
            : new MacEmuException(document is null ? $"create: {error.Message}" : $"{document.File}: {error.Message}");
    }

    private static SetupUser UserOf(string text)
    {
        var parts = text.Split(':', 3);
        if (parts.Length < 2) throw new MacEmuException("create: --setup takes NAME:PASSWORD or NAME:PASSWORD:FULL NAME");
        AccountNames.Check("create: --setup", parts[0]);
        return new SetupUser(parts[0], parts[1], parts.Length > 2 && parts[2].Length > 0 ? parts[2] : null);
    }

    private static long SeedOf(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed)
        ? seed : throw new MacEmuException($"create: --seed: '{text}' is not a whole number");

    private static int IterationsOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and <= MostIterations
        ? count : throw new MacEmuException($"create: --kdf-iterations: '{text}' is not a number from 1 to {MostIterations}");
}
