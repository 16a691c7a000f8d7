using MacStateStore.Disks;

namespace Diskutil;

/// <summary>Erases an optical disc, which no disk of an emulated Mac is (dossier diskutil, 2).</summary>
internal static class EraseOptical
{
    public static int Run(Call call)
    {
        var words = call.Words is [var first, .. var rest] && first.Equals("quick", StringComparison.OrdinalIgnoreCase) ? rest : call.Words;
        if (words is not [var device]) throw call.UsageFailure();
        call.RequireOwner(device);
        call.Find(device);
        throw call.Failure(DiskProblem.InvalidRequest);
    }
}
