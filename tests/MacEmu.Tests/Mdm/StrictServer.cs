using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text;
using MacStateStore.PropertyLists;

namespace MacEmu.Tests.Mdm;

/// <summary>
/// A small MDM server that takes nothing on trust: method, address, content type, TLS identity, signature, and of each message the keys and
/// kinds of value that Apple's schema has for it. What doesn't hold is answered with 400 and kept in <see cref="Complaints"/>.
/// </summary>
public sealed class StrictServer : IDisposable
{
    private static readonly Dictionary<string, (string Key, Type Kind, bool IsRequired)[]> CheckIns = new()
    {
        ["Authenticate"] =
        [
            ("Topic", typeof(PlistString), true), ("DeviceName", typeof(PlistString), true), ("Model", typeof(PlistString), true), ("ModelName", typeof(PlistString), true),
            ("ProductName", typeof(PlistString), true), ("OSVersion", typeof(PlistString), true), ("BuildVersion", typeof(PlistString), true), ("SerialNumber", typeof(PlistString), true),
        ],
        ["TokenUpdate"] = [("Topic", typeof(PlistString), true), ("PushMagic", typeof(PlistString), true), ("Token", typeof(PlistData), true), ("AwaitingConfiguration", typeof(PlistBoolean), true)],
        ["SetBootstrapToken"] = [("AwaitingConfiguration", typeof(PlistBoolean), false), ("BootstrapToken", typeof(PlistData), false)],
        ["GetBootstrapToken"] = [("AwaitingConfiguration", typeof(PlistBoolean), false)],
        ["CheckOut"] = [("Topic", typeof(PlistString), true)],
    };

    private static readonly string[] Statuses = ["Idle", "Acknowledged", "Error", "CommandFormatError", "NotNow"];

    private readonly LoopbackServer _server;
    private string? _udid;

    public StrictServer() => _server = new LoopbackServer(EnrollmentFile.Server, Handle);

    public string Url => _server.Url;

    /// <summary>Of each message its type or status, in order.</summary>
    public ConcurrentQueue<string> Seen { get; } = [];

    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>The answers to commands, in order.</summary>
    public ConcurrentQueue<PlistDictionary> Answers { get; } = [];

    public Queue<string> Commands { get; } = [];

    public byte[]? Token { get; set; }

    /// <summary>Where commands are asked for.</summary>
    public string Path { get; set; } = "/mdm";

    /// <summary>Looks at each message before it is answered; what it gives back is sent instead of the answer.</summary>
    public Func<PlistDictionary, HttpReply?>? Instead { get; set; }

    public PlistDictionary? LastCheckIn { get; private set; }

    /// <summary>Lets a command wait: the keys beside RequestType as XML.</summary>
    public void Enqueue(string type, string keys = "") => Commands.Enqueue($"<key>RequestType</key><string>{type}</string>{keys}");

    public void Dispose() => _server.Dispose();

    private HttpReply Handle(HttpRequest request)
    {
        try
        {
            return Answer(request);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            Complaints.Enqueue(error.Message);
            return new HttpReply(400, "text/plain", Encoding.UTF8.GetBytes(error.Message));
        }
    }

    private HttpReply Answer(HttpRequest request)
    {
        Require(request.Method == "PUT", "the method is " + request.Method);
        Require(request.Client is { } client && client.RawDataMemory.Span.SequenceEqual(EnrollmentFile.Device.RawData), "no or another TLS identity");
        RequireSignature(request);
        Require(!PropertyList.IsBinary(request.Body), "a binary property list");
        var message = (PlistDictionary)PropertyList.Parse(request.Body);
        Require(message.TryGetString("UDID", out var udid) && udid.Length == 36, "no UDID");
        var isCheckIn = message.TryGetString("MessageType", out var type);
        Require(request.Path == (isCheckIn ? "/checkin" : Path), "the path is " + request.Path);
        Require(request.Headers["Content-Type"] == (isCheckIn ? "application/x-apple-aspen-mdm-checkin" : "application/x-apple-aspen-mdm; charset=UTF-8"), "the type is " + request.Headers["Content-Type"]);
        Require(type == "Authenticate" || udid == _udid, $"{type}: the device is unknown");
        Seen.Enqueue(type ?? ((PlistString)message["Status"]!).Value);
        if (Instead?.Invoke(message) is { } other) return other;
        return isCheckIn ? CheckIn(type!, message) : Result(message);
    }

    private HttpReply CheckIn(string type, PlistDictionary message)
    {
        Require(CheckIns.TryGetValue(type, out var schema), $"the message {type}");
        foreach (var (key, kind, isRequired) in schema!)
            Require(message[key] is { } value ? kind.IsInstanceOfType(value) : !isRequired, $"{type}: {key}");
        Require(message.Keys.All(key => key is "MessageType" or "UDID" || schema.Any(row => row.Key == key)), $"{type}: unknown keys in {string.Join(' ', message.Keys)}");
        LastCheckIn = message;
        switch (type)
        {
            case "Authenticate": (_udid, Token) = (((PlistString)message["UDID"]!).Value, null); break; // to the server it is a new device
            case "SetBootstrapToken": Token = message["BootstrapToken"] is PlistData { Value.Length: > 0 } token ? token.Value.ToArray() : null; break;
            case "GetBootstrapToken" when Token is { } kept: return HttpReply.Xml(Document($"<key>BootstrapToken</key><data>{Convert.ToBase64String(kept)}</data>"));
            case "CheckOut": _udid = null; break;
        }
        return HttpReply.Empty;
    }

    private HttpReply Result(PlistDictionary message)
    {
        var status = ((PlistString)message["Status"]!).Value;
        Require(Statuses.Contains(status), "the status " + status);
        Require((status == "Idle") != message["CommandUUID"] is PlistString, status + ": CommandUUID");
        Require((status == "Error") == message["ErrorChain"] is PlistArray { Count: > 0 }, status + ": ErrorChain");
        foreach (var error in (message["ErrorChain"] as PlistArray ?? []).Cast<PlistDictionary>())
            Require(error["ErrorCode"] is PlistInteger && error["ErrorDomain"] is PlistString && error["LocalizedDescription"] is PlistString, "ErrorChain");
        if (status != "Idle") Answers.Enqueue(message);
        return Commands.TryDequeue(out var command)
            ? HttpReply.Xml(Document($"<key>Command</key><dict>{command}</dict><key>CommandUUID</key><string>{Guid.NewGuid().ToString().ToUpperInvariant()}</string>")) : HttpReply.Empty;
    }

    private static void RequireSignature(HttpRequest request)
    {
        var envelope = new SignedCms(new ContentInfo(request.Body), detached: true);
        envelope.Decode(Convert.FromBase64String(request.Headers["Mdm-Signature"]));
        try
        {
            envelope.CheckSignature(verifySignatureOnly: true);
        }
        catch (CryptographicException)
        {
            throw new InvalidOperationException("the signature isn't the body's");
        }
        Require(envelope.SignerInfos[0].Certificate is { } signer && signer.RawDataMemory.Span.SequenceEqual(EnrollmentFile.Device.RawData), "another signer");
    }

    public static string Document(string content) => $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><plist version=\"1.0\"><dict>{content}</dict></plist>";

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException(what);
    }
}
