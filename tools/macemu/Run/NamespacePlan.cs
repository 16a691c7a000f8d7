namespace MacEmu.Run;

/// <summary>
/// All that has to be done once we are in the namespace: the steps that make the new root, what to start in it, and what
/// to start instead where the machine refuses mounts. Made beforehand, because in a user namespace another process of
/// ours carries it out, which should know nothing of machines and options.
/// </summary>
/// <param name="Steps">The new root.</param>
/// <param name="Launch">What to start in it.</param>
/// <param name="Fallback">What to start without it.</param>
/// <param name="ExpectedUserId">The user ID the script was promised, for the message where that can't be kept.</param>
internal sealed record NamespacePlan(IReadOnlyList<Step> Steps, Launch Launch, Launch Fallback, uint ExpectedUserId)
{
    /// <summary>Writes the plan for <see cref="Read"/>.</summary>
    internal void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(ExpectedUserId);
        writer.Write(Steps.Count);
        foreach (Step step in Steps)
        {
            writer.Write((int)step.Kind);
            writer.Write(step.Path);
            writer.Write(step.Operand);
        }
        Write(writer, Launch);
        Write(writer, Fallback);
    }

    /// <summary>Reads what <see cref="Write(Stream)"/> wrote.</summary>
    internal static NamespacePlan Read(Stream stream)
    {
        using var reader = new BinaryReader(stream);
        uint userId = reader.ReadUInt32();
        var steps = new Step[reader.ReadInt32()];
        for (int i = 0; i < steps.Length; i++)
            steps[i] = new Step((StepKind)reader.ReadInt32(), reader.ReadString(), reader.ReadString());
        Launch launch = ReadLaunch(reader);
        return new NamespacePlan(steps, launch, ReadLaunch(reader), userId);
    }

    private static void Write(BinaryWriter writer, Launch launch)
    {
        writer.Write(launch.Program);
        writer.Write(launch.WorkingDirectory);
        writer.Write(launch.Arguments.Count);
        foreach (string argument in launch.Arguments)
            writer.Write(argument);
        writer.Write(launch.Environment.Count);
        foreach ((string name, string value) in launch.Environment)
        {
            writer.Write(name);
            writer.Write(value);
        }
    }

    private static Launch ReadLaunch(BinaryReader reader)
    {
        string program = reader.ReadString();
        string directory = reader.ReadString();
        var arguments = new string[reader.ReadInt32()];
        for (int i = 0; i < arguments.Length; i++)
            arguments[i] = reader.ReadString();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int left = reader.ReadInt32(); left > 0; left--)
            environment[reader.ReadString()] = reader.ReadString();
        return new Launch(program, arguments, environment, directory);
    }
}
