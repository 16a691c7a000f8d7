using MacStateStore.Disks;
using MacStateStore.PropertyLists;

namespace Diskutil;

/// <summary>Which volumes make a system together (dossier diskutil, 7).</summary>
internal static class ListVolumeGroups
{
    public static int Run(Call call)
    {
        if (call.Others.Count > 1) throw call.UsageFailure();
        var named = call.Others is [var name] ? call.FindContainer(name) : null;
        if (call.WantsPlist) return call.Print(Plist(named is null ? call.Disks.Containers : [named]));
        var containers = named is null ? call.Disks.Containers.Where(container => !container.IsOsInternal).ToList() : [named];
        if (containers.Count == 0) throw call.Failure(Messages.NoContainers);
        if (named is null) call.Print(ApfsList.Header(containers.Count));
        foreach (var container in containers) call.Print(Tree(container, container == containers[^1]));
        return 0;
    }

    private static IEnumerable<string> Tree(Disk container, bool isLast)
    {
        var margin = isLast ? "    " : "|   ";
        yield return "|";
        yield return $"+-- Container {container.Identifier} {container.ContainerUuid}";
        var groups = MacDisks.GroupsOf(container).ToList();
        if (groups.Count == 0) yield return $"{margin}No Volume Groups";
        foreach (var (uuid, members) in groups)
        {
            var inner = margin + (uuid == groups[^1].Uuid ? "    " : "|   ");
            var heading = $"Volume Group {uuid}";
            yield return $"{margin}|";
            yield return $"{margin}+-> {heading}";
            yield return inner + new string('=', heading.Length);
            foreach (var member in members)
            {
                if (member != members[0]) yield return inner + new string('-', heading.Length);
                yield return $"{inner}{"APFS Volume Disk (Role):",-27}{member.Identifier} ({ApfsList.RoleOf(member)})";
                yield return $"{inner}{"Name:",-27}{member.Name}";
                yield return $"{inner}{"Volume UUID:",-27}{member.Uuid}";
                yield return $"{inner}{"Capacity Consumed:",-27}{Sizes.WithBytes(member.InUse)}";
            }
        }
        if (!isLast) yield return "|";
    }

    private static PlistDictionary Plist(IEnumerable<Disk> containers) => new()
    {
        {
            "Containers",
            new PlistArray(containers.Select(container => new PlistDictionary
            {
                { "APFSContainerUUID", container.ContainerUuid ?? "" },
                { "ContainerReference", container.Identifier },
                {
                    "VolumeGroups",
                    new PlistArray(MacDisks.GroupsOf(container).Select(group => new PlistDictionary
                    {
                        { "APFSVolumeGroupUUID", group.Uuid },
                        {
                            "Volumes",
                            new PlistArray(group.Members.Select(member => new PlistDictionary
                            {
                                { "APFSVolumeUUID", member.Uuid }, { "DeviceIdentifier", member.Identifier }, { "Name", member.Name }, { "Role", ApfsList.RoleOf(member) },
                            }))
                        },
                    }))
                },
            }))
        },
    };
}
