using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MacStateStore.DeviceManagement;
using MacStateStore.Lifecycle;

namespace MacToolHost;

/// <summary>
/// The way to a real MDM server: HTTPS, a PUT per message, with the Mac's certificate. Only tools that name this class carry an HTTP
/// client, and it is made only when there is a message (docs/architecture.md).
/// </summary>
public static class MdmHttp
{
    /// <summary>Names how many seconds the Mac waits for an answer.</summary>
    public const string TimeoutVariable = "MACEMU_MDM_TIMEOUT";

    private const int UsualTimeout = 30;

    // What no MDM server answers; a property list that says to be one of these is some other service's.
    private static readonly string[] OtherTypes = ["text/html", "application/json"];

    /// <summary>The way to servers for a tool with that console.</summary>
    public static MdmTransport For(ToolConsole console) => message => Send(message, TimeoutOf(console));

    private static TimeSpan TimeoutOf(ToolConsole console) => console.Environment(TimeoutVariable) is not { } text ? TimeSpan.FromSeconds(UsualTimeout)
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600 ? TimeSpan.FromSeconds(seconds)
        : throw new LifecycleException($"{TimeoutVariable}: '{text}' is no number of seconds above 0 and up to 3600");

    private static byte[] Send(MdmMessage message, TimeSpan timeout)
    {
        var server = $"the MDM server {message.Address.Authority}";
        try
        {
            using var handler = HandlerFor(message);
            using var client = new HttpClient(handler) { Timeout = timeout, MaxResponseContentBufferSize = ConfigurationProfileFile.MaximumSize };
            using var request = RequestFor(message);
            using var response = client.Send(request);
            return Content(message, response, server);
        }
        catch (TaskCanceledException)
        {
            throw new MdmServerException($"{server} didn't answer within {timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)} seconds; {TimeoutVariable} sets how long the Mac waits");
        }
        catch (HttpRequestException error)
        {
            throw new MdmServerException(error.InnerException is AuthenticationException
                ? $"{server} has a certificate that the Mac doesn't trust; the profile's certificates, or the host's, must vouch for its name"
                : error.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded ? $"{server} answers more than {ConfigurationProfileFile.MaximumSize} bytes"
                : $"{server} can't be reached, or broke off: {(error.InnerException ?? error).Message}");
        }
        catch (IOException error)
        {
            throw new MdmServerException($"{server} broke off: {error.Message}");
        }
    }

    private static SocketsHttpHandler HandlerFor(MdmMessage message) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !message.Address.IsLoopback,
        SslOptions = new SslClientAuthenticationOptions
        {
            LocalCertificateSelectionCallback = (_, _, _, _, _) => message.Trust.Identity,
            RemoteCertificateValidationCallback = (_, certificate, chain, errors) => certificate is X509Certificate2 server && IsTrusted(message.Trust, server, chain, errors),
        },
    };

    private static HttpRequestMessage RequestFor(MdmMessage message)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, message.Address) { Content = new ByteArrayContent(message.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(message.ContentType);
        request.Headers.UserAgent.ParseAdd("MDM/1.0");
        if (message.Signature is { } signature) request.Headers.Add("Mdm-Signature", signature);
        return request;
    }

    private static byte[] Content(MdmMessage message, HttpResponseMessage response, string server)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            throw new MdmServerException($"{server} answers {(int)response.StatusCode} to {message.Name}{(response.Headers.Location is { } elsewhere ? $", a way to {elsewhere}, which a Mac doesn't take" : "")}");
        using var content = new MemoryStream();
        response.Content.ReadAsStream().CopyTo(content);
        if (content.Length > 0 && response.Content.Headers.ContentType?.MediaType is { } type && OtherTypes.Contains(type))
            throw new MdmServerException($"{server} answers {type} to {message.Name}, not a property list");
        return content.ToArray();
    }

    // The host vouches for the server, or a certificate of the Mac's profiles does; never for another name than the address's.
    private static bool IsTrusted(MdmTrust trust, X509Certificate2 server, X509Chain? hostChain, SslPolicyErrors errors)
    {
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;
        if (errors == SslPolicyErrors.None && hostChain is not null) return HasPin(trust, hostChain);
        using var chain = ProfileCertificates.ChainOf(server, trust.Anchors.Concat(trust.Pins), hostChain?.ChainPolicy.ExtraStore ?? []);
        return chain is not null && HasPin(trust, chain);
    }

    private static bool HasPin(MdmTrust trust, X509Chain chain) => trust.Pins.Count == 0
        || chain.ChainElements.Any(element => trust.Pins.Any(pin => pin.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));
}
