using MacStateStore;
using MacStateStore.Lifecycle;
using MacStateStore.LocalPolicy;
using MacToolHost;

namespace MacEmu;

/// <summary>LocalPolicies as files: shown, taken out, and checked as LLB checks them.</summary>
internal static class PolicyCommand
{
    public static Verb Define()
    {
        var system = Verb.Valued("--system", "NAME", "which installed system (the started one if left out)");
        var raw = Verb.Valued("--raw", "FILE", "write the policy itself there, an Image4 file in DER");
        var recovery = Verb.Flag("--recovery", "the policy of the recoveryOS that is paired with the system");
        var file = Verb.Required("FILE", "a LocalPolicy, as 'policy show --raw' writes it");
        return new Verb("policy", "the LocalPolicies of a Mac with Apple silicon", "macemu policy show")
        {
            new Verb("show", "show every field of a system's LocalPolicy", "macemu policy show --raw policy.img4", run => run.Event(mac =>
            {
                var target = Systems.Find(mac, run.Value(system));
                var image = Require(mac).ImageOf(target, run.Value(recovery) ? PolicyRole.RecoveryOS : PolicyRole.MacOS) ?? throw new LifecycleException($"{target.Name} has no such LocalPolicy");
                if (run.Value(raw) is { } place) File.WriteAllBytes(place, image);
                else Show(run.Console, image);
            })) { system, raw, recovery },
            new Verb("verify", "check a LocalPolicy file as LLB does: its form, who has signed it, whether it is current", "macemu policy verify policy.img4", run => run.Event(mac =>
            {
                var problem = Require(mac).FileProblem(File.ReadAllBytes(run.Value(file)));
                run.Console.OutLine(problem ?? "good");
                return problem is null ? Status.Good : Status.CheckFailed;
            })) { file },
        };
    }

    private static LocalPolicies Require(Mac mac) => mac.Policies.Exist ? mac.Policies : throw new LifecycleException($"a {mac.Machine.Model} has no LocalPolicies; Macs with Apple silicon have");

    private static void Show(ToolConsole console, byte[] image)
    {
        PolicyContents policy;
        try
        {
            policy = PolicyContents.Of(Image4File.Decode(image).Manifest);
        }
        catch (Image4Exception error)
        {
            throw new LifecycleException(error.Message);
        }
        TextTable.Write(console, ["FIELD", "VALUE"], PolicyFields.All.Where(field => policy[field.Code] is not null).Select(field => (string[])[field.Code, TextOf(policy, field)]));
    }

    private static string TextOf(PolicyContents policy, PolicyField field) => field.Kind switch
    {
        PolicyFieldKind.Number => $"0x{policy.Number(field.Code):x}",
        PolicyFieldKind.Uuid => policy.Uuid(field.Code)!,
        PolicyFieldKind.Text => policy.Text(field.Code)!,
        PolicyFieldKind.Hash => policy.Hex(field.Code)!,
        _ => "true",
    };
}
