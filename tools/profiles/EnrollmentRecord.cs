using MacStateStore.PropertyLists;
using MacStateStore.Releases;
using MacToolHost;

namespace Profiles;

/// <summary>The record of Automated Device Enrolment, which the Mac fetches from Apple (dossier profiles, 4.5).</summary>
internal static class EnrollmentRecord
{
    private const int MostFetches = 10;
    private static readonly TimeSpan Span = TimeSpan.FromHours(23);

    public static int Show(Call call)
    {
        if (!call.IsRoot) return call.Fail(Messages.MustBeRoot);
        var service = call.Mac.AutomatedEnrollment;
        if (call.Has(Grammar.Cached)) return service.LastFetch is null ? Print(call, null) : Print(call, service.Record);
        if (Refusal(call) is { } refusal) return Fail(call, refusal);
        if (IsUsedUp(call))
        {
            if (!call.Os.Has(Capability.EnrollmentRecordIsCached)) return call.Fail(Messages.TooSoon);
            call.Complain(Messages.FromCache);
            return Print(call, service.Record);
        }
        var now = call.Mac.Clock.Now;
        if (service.LastFetch is { } first && now < first + Span) service.Fetched(first, service.Fetches + 1);
        else service.Fetched(now, 1);
        return Print(call, service.Record);
    }

    /// <summary>Fetches the record anew, or says why that fails.</summary>
    public static int Renew(Call call)
    {
        if (!call.IsRoot) return call.Fail(Messages.MustBeRoot);
        return Refusal(call) is { } refusal ? Fail(call, refusal) : Call.Done;
    }

    private static bool IsUsedUp(Call call)
    {
        var service = call.Mac.AutomatedEnrollment;
        if (service.LastFetch is not { } first || call.Mac.Clock.Now >= first + Span) return false;
        return call.Os.Has(Capability.EnrollmentFetchIsLimited) || (call.Os.Has(Capability.EnrollmentRecordIsCached) && service.Fetches >= MostFetches);
    }

    private static IReadOnlyList<string>? Refusal(Call call)
    {
        var service = call.Mac.AutomatedEnrollment;
        if (service.IsAssigned) return service.AreHostsReachable ? null : [Messages.CloudError(34006, "The cloud configuration server is unavailable.")];
        return service.AreHostsReachable ? [Messages.NotDepEnabled] : [Messages.ApsdInterrupted, Messages.Undetermined];
    }

    private static int Fail(Call call, IReadOnlyList<string> lines)
    {
        foreach (var text in lines) call.Complain(text);
        return Call.Failed;
    }

    private static int Print(Call call, PlistDictionary? record)
    {
        if (call.Value(Grammar.Output) is { } output and not "stdout") return Output.Write(call, record is null ? [] : (PlistDictionary)record.Sorted(), output);
        call.Say(Messages.RecordHeading);
        call.Say(record is null ? Messages.NoRecord : FoundationDescription.Of(record, call.Os));
        return Call.Done;
    }
}
