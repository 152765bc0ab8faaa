namespace Edge.Tests.Peers;

/// <summary>
/// The configuration examples of the reference's documentation of streaming, as they stand there. What it
/// tells its reader to fill in - keys, addresses, one of several words - is filled in by whoever uses them.
/// </summary>
internal static class SeedText
{
    public const string Key = "11111111-2222-3333-4444-555555555555";

    /// <summary>Of a machine, where a section needs one.</summary>
    public const string Machine = "12345678-b5a6-11e6-8a50-00508db7e9c9";

    public const string ModesOfMemory = "none | ram | save | map | dbengine";

    public const string Global = """
        [global]
         memory mode = none | ram | save | map | dbengine

        """;

    public const string ModesOfWeb = "none | static-threaded";

    public const string Web = """
        [web]
         mode = none | static-threaded
         accept a streaming request every seconds = 0

        """;

    public const string Backend = """
        [backend]
         enabled = yes | no
         type = graphite | opentsdb
         destination = IP:PORT ...
         update every = 10

        """;

    public const string Sending = """
        [stream]
         enabled = yes | no
         destination = IP:PORT[:SSL] ...
         api key = XXXXXXXXXXX

        """;

    public const string Receiving = """
        # replace API_KEY with your uuidgen generated GUID
        [API_KEY]
         enabled = yes
         default history = 3600
         default memory mode = save
         health enabled by default = auto
         allow from = *

        """;

    public const string OneMachine = """
        # replace MACHINE_GUID with the child /var/lib/netdata/registry/netdata.public.unique.id
        [MACHINE_GUID]
         enabled = yes
         history = 3600
         memory mode = save
         health enabled = yes
         allow from = *

        """;

    public const string EncryptedDestination = """
        [stream]
         destination = host:port:SSL

        """;

    public const string SkippedVerification = """
        [stream]
         ssl skip certificate verification = yes

        """;

    public const string TrustedCertificate = """
        [stream]
         CApath = /etc/ssl/certs/
         CAfile = /etc/ssl/certs/parent_cert.pem

        """;

    public const string EphemeralParent = """
        [11111111-2222-3333-4444-555555555555]
         # enable/disable this API key
         enabled = yes

         # one hour of data for each of the child nodes
         default history = 3600

         # do not save child metrics on disk
         default memory = ram

         # alarms checks, only while the child is connected
         health enabled by default = auto

        """;

    public const string EphemeralChild = """
        [stream]
         # stream metrics to another Netdata
         enabled = yes

         # the IP and PORT of the parent
         destination = 10.11.12.13:19999

         # the API key to use
         api key = 11111111-2222-3333-4444-555555555555

        """;

    public const string EphemeralChildNode = """
        [global]
         # disable the local database
         memory mode = none

        [health]
         # disable health checks
         enabled = no

        """;

    public static string InMode(string mode) => Global.Replace(ModesOfMemory, mode);

    public static string WithWeb(string mode) => Web.Replace(ModesOfWeb, mode);

    /// <param name="destination">As <c>IP:PORT[:SSL] ...</c> asks for.</param>
    public static string To(string destination) => Sending.Replace("yes | no", "yes")
        .Replace("IP:PORT[:SSL] ...", destination).Replace("XXXXXXXXXXX", Key);

    public static string From(string mode = "save", string allowed = "*") => Receiving
        .Replace("[API_KEY]", $"[{Key}]").Replace("= save", "= " + mode)
        .Replace("allow from = *", "allow from = " + allowed);

    public static string FromMachine(string guid) => OneMachine.Replace("MACHINE_GUID", guid);
}
