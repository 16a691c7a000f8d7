using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.XPath;
using MacStateStore.Releases;
using MacToolHost;

namespace Companions;

/// <summary>
/// <c>xpath</c>, a Perl module's command that a Mac brings: what a query finds in XML goes to standard output, the counts to standard error
/// (source: XML::XPath 1.48; the form of before macOS 11, and where Perl says that it stopped: memory).
/// </summary>
internal static class XPath
{
    public static readonly Companion Companion = new("xpath", Run);

    private const int Died = 255;
    private const int NoFile = 2;
    private const long MostOfEntities = 10_000_000;

    private const string Usage =
        "Usage:\n/usr/bin/xpath [options] -e query [-e query...] [filename...]\n\n" +
        "If no filenames are given, supply XML on STDIN. You must provide at\nleast one query. Each supplementary query is done in order, the\nprevious query giving the context of the next one.\n\n" +
        "Options:\n\n-q quiet, only output the resulting PATH.\n-s suffix, use suffix instead of linefeed.\n-p postfix, use prefix instead of nothing.\n-n Don't use an external DTD.\n";

    private const string OldUsage = "Usage:\n/usr/bin/xpath [filename] query\n";

    /// <summary>How results are told: the form that came with macOS 11, and the one before it.</summary>
    private sealed record Manner(bool IsQuiet, string Prefix, string Suffix, bool NamesSource);

    private static int Run(ToolRun run)
    {
        if (!run.Mac.System.Version.Has(Capability.XPathTakesOptions))
            return run.Arguments switch
            {
                [var query] => Query(run, null, [query], new Manner(false, "", "", false)),
                [var file, var query] => Query(run, file, [query], new Manner(false, "", "", false)),
                _ => Refuse(run, OldUsage, 1),
            };
        var options = Options.Read(run.Arguments, "e:np:qs:");
        var queries = options.All.Where(option => option.Letter == 'e').Select(option => option.Value).ToList();
        if (options.Problem is not null || queries.Count == 0) return Refuse(run, Usage, 0);
        var manner = new Manner(options.Has('q'), options.Value('p') ?? "", options.Value('s') ?? "\n", true);
        foreach (var file in options.Rest.Count > 0 ? options.Rest : [null!])
            if (Query(run, file, queries, manner) is not 0 and var status) return status;
        return 0;
    }

    private static int Query(ToolRun run, string? file, IReadOnlyList<string> queries, Manner manner)
    {
        XPathNavigator root;
        try
        {
            using var stream = file is null ? new MemoryStream(run.Console.ReadToEnd()) : (Stream)File.OpenRead(MachineFolder.Locate(run.Mac.Path, Path.GetFullPath(file)));
            // Nothing is fetched for a document, and its entities don't swell without end.
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse, XmlResolver = null, MaxCharactersFromEntities = MostOfEntities });
            root = new XPathDocument(reader, XmlSpace.Preserve).CreateNavigator();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refuse(run, $"Cannot open file '{file}' at /System/Library/Perl/Extras/5.30/XML/XPath.pm line 122.\n", NoFile);
        }
        catch (XmlException error)
        {
            var problem = error.Message.StartsWith("Root element is missing", StringComparison.Ordinal) ? "no element found" : "not well-formed (invalid token)";
            return Refuse(run, $"\n{problem} at line {error.LineNumber}, column {error.LinePosition}, byte 0:\n at /System/Library/Perl/Extras/5.30/darwin-thread-multi-2level/XML/Parser.pm line 187.\n", Died);
        }
        object found = root;
        try
        {
            foreach (var query in queries)
            {
                var expression = XPathExpression.Compile(query, Names(root));
                found = found switch
                {
                    List<XPathNavigator> nodes => nodes.SelectMany(node => node.Evaluate(expression) is XPathNodeIterator more ? Listed(more) : []).ToList(),
                    XPathNavigator node => node.Evaluate(expression) is XPathNodeIterator nodes ? Listed(nodes) : node.Evaluate(expression),
                    _ => found,
                };
            }
        }
        catch (Exception error) when (error is XPathException or ArgumentException)
        {
            return Refuse(run, $"{(queries.Contains("") ? "No path to find" : "Not a PrimaryExpr at ")} at /System/Library/Perl/Extras/5.30/XML/XPath.pm line 164.\n", Died);
        }
        Tell(run, found, manner, file ?? "stdin");
        return 0;
    }

    private static void Tell(ToolRun run, object found, Manner manner, string source)
    {
        var console = run.Console;
        if (found is not List<XPathNavigator> nodes)
        {
            if (!manner.IsQuiet) console.Error("Query didn't return a nodeset. Value: ");
            console.OutLine(found switch
            {
                bool truth => truth ? "1" : "0",
                double number => number.ToString("G15", CultureInfo.InvariantCulture),
                _ => $"{found}",
            });
            return;
        }
        if (!manner.IsQuiet) console.ErrorLine((nodes.Count > 0 ? $"Found {nodes.Count} nodes" : "No nodes found") + (manner.NamesSource ? $" in {source}" : "") + (nodes.Count > 0 ? ":" : ""));
        foreach (var node in nodes)
        {
            if (!manner.IsQuiet) console.ErrorLine("-- NODE --");
            var text = new StringBuilder(manner.Prefix);
            Write(text, node);
            console.Out(text.Append(manner.Suffix).ToString());
        }
    }

    private static void Write(StringBuilder text, XPathNavigator node)
    {
        switch (node.NodeType)
        {
            case XPathNodeType.Root:
                foreach (var child in Listed(node.SelectChildren(XPathNodeType.All))) Write(text, child);
                break;
            case XPathNodeType.Element:
                text.Append('<').Append(node.Name);
                foreach (var (name, value) in Namespaces(node)) text.Append(name.Length > 0 ? $" xmlns:{name}=\"{Escaped(value)}\"" : $" xmlns=\"{Escaped(value)}\"");
                var attribute = node.Clone();
                for (var more = attribute.MoveToFirstAttribute(); more; more = attribute.MoveToNextAttribute()) Write(text, attribute);
                var children = Listed(node.SelectChildren(XPathNodeType.All));
                if (children.Count == 0)
                {
                    text.Append(" />");
                    break;
                }
                text.Append('>');
                foreach (var child in children) Write(text, child);
                text.Append("</").Append(node.Name).Append('>');
                break;
            case XPathNodeType.Attribute:
                text.Append(' ').Append(node.Name).Append("=\"").Append(Escaped(node.Value).Replace("\"", "&quot;", StringComparison.Ordinal)).Append('"');
                break;
            case XPathNodeType.Comment:
                text.Append("<!--").Append(node.Value).Append("-->");
                break;
            case XPathNodeType.ProcessingInstruction:
                text.Append("<?").Append(node.Name).Append(' ').Append(node.Value).Append("?>");
                break;
            default:
                text.Append(Escaped(node.Value));
                break;
        }
    }

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);

    private static List<XPathNavigator> Listed(XPathNodeIterator nodes)
    {
        var list = new List<XPathNavigator>();
        while (nodes.MoveNext()) list.Add(nodes.Current!.Clone());
        return list;
    }

    // A query's prefixes are those that the document declares anywhere.
    private static XmlNamespaceManager Names(XPathNavigator root)
    {
        var names = new XmlNamespaceManager(root.NameTable);
        foreach (var element in Listed(root.SelectDescendants(XPathNodeType.Element, matchSelf: true)))
            foreach (var (name, value) in Namespaces(element))
                if (name.Length > 0) names.AddNamespace(name, value);
        return names;
    }

    private static List<(string Name, string Value)> Namespaces(XPathNavigator element) => [.. element.GetNamespacesInScope(XmlNamespaceScope.Local).Select(pair => (pair.Key, pair.Value))];

    private static int Refuse(ToolRun run, string text, int status)
    {
        run.Console.Error(text);
        return status;
    }
}
