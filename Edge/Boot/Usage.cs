namespace Edge.Boot;

/// <summary>What <c>--help</c> prints.</summary>
internal static class Usage
{
    public const string Text = """
        edge - a streaming agent for Netdata: collector, proxy or parent, by configuration

        Usage: edge [options]
               edge status [-c FILE] [--url http[s]://HOST:PORT | --url unix:PATH] [--json]

          -c FILE             read FILE instead of netdata.conf from the usual places
          -D                  stay in the foreground (edge always does)
          -d                  accepted; going to the background is left to the service manager
          -p PORT             listen on PORT ([web] default port)
          -i IP               listen on this address ([web] bind to)
          -P FILE             write the process id to FILE, remove it at the end
          -s PREFIX           read the machine's /proc and /sys below PREFIX ([global] host access prefix)
          -u USER             become USER when started as root ([global] run as user)
          -t SECONDS          collect every so many seconds ([global] update every)
          -W set SECTION OPTION VALUE
                              set an option of netdata.conf; may be repeated
          -W stream-set SECTION OPTION VALUE
                              set an option of stream.conf; may be repeated
          -W get SECTION OPTION DEFAULT
                              print the value of an option and exit
          -W simple-pattern PATTERN TEXT
                              say whether a pattern matches a text; exit code 0 when it does, 1 when not
          --check             read the configuration, print what is wrong with it and exit; exit code 1
                              for errors
          -v, -V, --version   print the version and exit
          -h, --help          print this and exit

        status asks the running node for its hosts and links and prints them. Without --url it looks
        into the configuration for the status socket and the port.

        What is given here wins over the files.
        Exit codes: 0 orderly end, 1 cannot start, a failure or not running, 2 wrong usage.

        """;
}
