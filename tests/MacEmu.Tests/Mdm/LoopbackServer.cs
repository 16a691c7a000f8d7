using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MacEmu.Tests.Mdm;

/// <summary>What came in over HTTP.</summary>
public sealed record HttpRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, byte[] Body, X509Certificate2? Client);

/// <summary>What goes out. A length other than the body's, and none at all, are for bad servers.</summary>
public sealed record HttpReply(int Status, string? ContentType, byte[] Body, params IReadOnlyList<string> Headers)
{
    public int? Length { get; init; }

    /// <summary>Keeps the connection open after the body until that is cancelled.</summary>
    public CancellationToken? Pause { get; init; }

    public static HttpReply Xml(string text) => new(200, "application/xml", Encoding.UTF8.GetBytes(text));

    public static HttpReply Empty { get; } = new(200, null, []);
}

/// <summary>An HTTPS server on a free loopback port, one request a connection.</summary>
public sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2 _certificate;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _loop;

    /// <param name="certificate">The server's certificate with its key.</param>
    /// <param name="handle">Answers a request; null breaks the connection off.</param>
    public LoopbackServer(X509Certificate2 certificate, Func<HttpRequest, HttpReply?> handle)
    {
        _certificate = certificate;
        _listener.Start();
        _loop = Task.Run(() => Serve(handle));
    }

    public string Url => $"https://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Dispose()
    {
        _stopped.Cancel();
        _listener.Stop();
        _loop.Wait(TimeSpan.FromSeconds(10));
        _stopped.Dispose();
    }

    private void Serve(Func<HttpRequest, HttpReply?> handle)
    {
        while (!_stopped.IsCancellationRequested)
        {
            try
            {
                using var client = _listener.AcceptTcpClient();
                using var stream = new SslStream(client.GetStream());
                stream.AuthenticateAsServer(new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
                });
                if (Read(stream) is { } request && handle(request) is { } reply) Write(stream, reply);
            }
            catch (Exception error) when (error is IOException or SocketException or System.Security.Authentication.AuthenticationException)
            {
                // The client has gone, or doesn't trust us: its own affair, and what its test looks at.
            }
        }
    }

    private static HttpRequest? Read(SslStream stream)
    {
        var lines = new List<string>();
        while (ReadLine(stream) is { Length: > 0 } line) lines.Add(line);
        if (lines.Count == 0) return null;
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        stream.ReadExactly(body);
        return new HttpRequest(first[0], first[1], headers, body, stream.RemoteCertificate is { } certificate ? new X509Certificate2(certificate) : null);
    }

    private static string ReadLine(SslStream stream)
    {
        var line = new StringBuilder();
        for (int next; (next = stream.ReadByte()) >= 0 && next != '\n';) line.Append((char)next);
        return line.ToString().TrimEnd('\r');
    }

    private static void Write(SslStream stream, HttpReply reply)
    {
        var head = new StringBuilder($"HTTP/1.1 {reply.Status} Whatever\r\nConnection: close\r\nContent-Length: {reply.Length ?? reply.Body.Length}\r\n");
        if (reply.ContentType is { } type) head.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n");
        foreach (var header in reply.Headers) head.Append(header).Append("\r\n");
        stream.Write(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()));
        stream.Write(reply.Body);
        reply.Pause?.WaitHandle.WaitOne(TimeSpan.FromSeconds(10));
    }
}
