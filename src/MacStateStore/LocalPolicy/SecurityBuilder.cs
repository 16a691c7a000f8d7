using MacStateStore.Boot;
using MacStateStore.Lifecycle;
using MacStateStore.Releases;
using MacStateStore.Storage;

namespace MacStateStore.LocalPolicy;

/// <summary>Brings start-up security into a described state.</summary>
internal static class SecurityBuilder
{
    public static void Make(Database database, Mac mac, SecuritySpecification wanted)
    {
        if (wanted == Plain) return;
        database.Execute("UPDATE machine SET apple_internal = $1, activated = $2, online = $3", wanted.IsAppleInternal, wanted.IsActivated, wanted.IsOnline);
        mac.FindMy.Describe(wanted.FindMy);
        foreach (var (name, value) in wanted.Nvram) mac.Nvram[name] = value;
        if (mac.Policies.Exist) MakePolicy(mac, mac.System, wanted);
        else SetFirmware(mac, wanted);
        if (wanted.FindMy == FindMyState.Lost) mac.Policies.Disable();
        // The Machine record was read before.
        var integrity = mac.Policies.IntegrityAfterStart(mac.System);
        database.Execute("UPDATE boot SET integrity = $1", integrity.Stored);
    }

    /// <summary>The policy of a system.</summary>
    public static void MakePolicy(Mac mac, InstalledSystem system, SecuritySpecification wanted)
    {
        if (!mac.Policies.Exist && (wanted.Policy.Count > 0 || wanted.HasBrokenPairing || wanted.Mode is not (null or SecurityMode.Full)))
            throw new SpecificationException($"systems.{system.Name}", "only Macs with Apple silicon have a LocalPolicy");
        if (!mac.Policies.Exist) return;
        var policy = Policy(system, wanted);
        if (policy.Fields.Any()) mac.Policies.Describe(system, policy);
        if (wanted.HasBrokenPairing) mac.Policies.Unpair(system);
    }

    private static readonly SecuritySpecification Plain = new();

    private static PolicyContents Policy(InstalledSystem system, SecuritySpecification wanted)
    {
        var policy = PolicyContents.Empty;
        if (wanted.Mode is { } mode) policy = policy.AtLeast(mode);
        if (wanted.Integrity is { } integrity && !integrity.IsEnabled(onAppleSilicon: true))
            policy = policy.AtLeast(SecurityMode.Permissive).With("sip0", integrity.Bits & ~SystemIntegrity.UnauthenticatedRoot)
                .With("sip2", integrity.AllowsKernelChanges).With("sip3", integrity.AllowsBootArgs);
        if (wanted.HasAuthenticatedRoot == false) policy = policy.AtLeast(SecurityMode.Permissive).With("sip1", true);
        // In the order of the table a prerequisite comes before what needs it, but for the kernel collection.
        foreach (var field in PolicyFields.All.OrderBy(field => field.Code is ['s', ..] ? 0 : 1))
        {
            if (!wanted.Policy.TryGetValue(field.Code, out var value)) continue;
            try
            {
                policy = policy.With(field.Code, value);
            }
            catch (ArgumentException) when (field.Prerequisite is { } needed && policy[needed] is null)
            {
                throw new SpecificationException($"systems.{system.Name}.localPolicy.{field.Code}", $"needs {needed}");
            }
        }
        if (wanted.Mode is { } said && said != policy.Mode)
            throw new SpecificationException($"systems.{system.Name}.securityMode", $"is {Word(said)}, but the rest of the description makes it {Word(policy.Mode)}");
        return policy;
    }

    private static void SetFirmware(Mac mac, SecuritySpecification wanted)
    {
        MakePolicy(mac, mac.System, wanted);
        if (wanted.Integrity is null && wanted.HasAuthenticatedRoot is null) return;
        var bits = wanted.Integrity is { } said ? said.Bits : mac.Nvram.Integrity.Bits;
        if (wanted.HasAuthenticatedRoot == false && !mac.System.Version.Has(Capability.HasAuthenticatedRoot))
            throw new SpecificationException("authenticatedRoot", $"macOS {mac.System.Version} has no sealed system volume");
        if (wanted.HasAuthenticatedRoot == false) bits |= SystemIntegrity.UnauthenticatedRoot;
        mac.Nvram.Integrity = new SystemIntegrity(bits);
    }

    private static string Word(SecurityMode mode) => mode.ToString().ToLowerInvariant();
}
