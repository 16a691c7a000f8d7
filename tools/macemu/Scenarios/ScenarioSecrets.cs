using MacEmu.Description;
using MacToolHost;

namespace MacEmu.Scenarios;

/// <summary>What of a scenario nobody is to read in a report: its passwords, wherever they come up again.</summary>
internal sealed class ScenarioSecrets
{
    private static readonly string[] SecretKeys = ["pin", "text", "unlockWith"];

    private readonly HashSet<string> _secrets = [];

    public ScenarioSecrets(TestCase test)
    {
        Collect(test.Scenario.Document, isSecret: false);
        // Also from files that it extends, and with the matrix.
        Collect(test.Description, isSecret: false);
        foreach (var step in test.Scenario.Steps)
        {
            Collect(step.Node, isSecret: false);
            foreach (var answer in step.Answers ?? []) _secrets.Add(answer.Text);
            foreach (var line in step.Input.Split('\n'))
                if (!line.Contains(' ', StringComparison.Ordinal) && !line.Contains('<', StringComparison.Ordinal)) _secrets.Add(line.Trim());
            foreach (var (name, value) in step.Environment)
                if (NamesSecret(name)) _secrets.Add(value);
            if (step.Kind is StepKind.Command or StepKind.Script) CollectOptions(step);
        }
    }

    /// <summary>A text without them.</summary>
    public string Hide(string text, bool isCut = false) => SecretText.Hide(text, _secrets, isCut);

    private void Collect(DocumentNode node, bool isSecret)
    {
        if (node.Kind == NodeKind.Scalar)
        {
            if (isSecret && !node.IsNull && !node.IsBoolean) _secrets.Add(node.Text);
            return;
        }
        foreach (var item in node.Items) Collect(item, isSecret);
        foreach (var field in node.Fields)
        {
            // NAME:PASSWORD[:FULL NAME], Setup Assistant's first user.
            if (field is { Key: "setup", Value.Kind: NodeKind.Scalar } && field.Value.Text.Split(':', 3) is [_, var password, ..]) _secrets.Add(password);
            Collect(field.Value, NamesSecret(field.Key) || SecretKeys.Contains(field.Key));
        }
    }

    // What stands behind an option that is about a password.
    private void CollectOptions(ScenarioStep step)
    {
        var words = step.Kind == StepKind.Command ? ShellWords.Split(step.Words[0]) ?? [] : step.Words;
        for (var i = 0; i + 1 < words.Count; i++)
        {
            if (words[i].TrimStart('-') == "passwd" || words[i] is "-p" or "-stdin")
                foreach (var word in words.Skip(i + 1).Where(word => !word.StartsWith('/') && !word.StartsWith('-'))) _secrets.Add(word);
            else if (words[i].StartsWith('-') && NamesSecret(words[i])) _secrets.Add(words[i + 1]);
        }
    }

    private static bool NamesSecret(string name) => name.Contains("pass", StringComparison.OrdinalIgnoreCase) || name.Contains("secret", StringComparison.OrdinalIgnoreCase);
}
