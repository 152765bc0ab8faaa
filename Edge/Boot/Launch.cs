using Edge.Net;
using Edge.Store;
using Edge.Sys;

namespace Edge.Boot;

/// <summary>From arguments to exit code: 0 an orderly end, 1 cannot start or a bug, 2 wrong usage.</summary>
internal static class Launch
{
    private const int Fine = 0;
    private const int Failed = 1;
    private const int WrongUsage = 2;
    private const string Tag = "MAIN";

    public static int Run(string[] args)
    {
        OwnProcess.DisableHugePages();
        OwnProcess.ShareHeap();
        CommandLine line = CommandLine.Parse(args);
        if (line.Problem != null)
        {
            StandardText.Errors.WriteLine(
                $"{Version.Program}: {line.Problem}. See {Version.Program} --help.");
            return WrongUsage;
        }

        var early = new EarlyLog();
        early.Open();
        try
        {
            return line.Verb switch
            {
                Verb.Help => Print(Usage.Text),
                Verb.ShowVersion => Print(Version.Line + "\n"),
                Verb.Check => Check(line, StandardText.Output),
                Verb.Get => Get(line),
                Verb.Status => StatusCommand.Run(line, StandardText.Output, StandardText.Errors),
                Verb.MatchPattern => MatchPattern(line.Words[0], line.Words[1]),
                _ => RunNode(line, early),
            };
        }
        catch (StartupException e)
        {
            Log.Fatal(Tag, e.Message);
            return Failed;
        }
    }

    /// <summary>Prints each problem with its place; 1 when there is an error among them.</summary>
    internal static int Check(CommandLine line, TextWriter output)
    {
        Log.Open(static (_, _, _) => { }, static _ => { });
        Configuration configuration;
        try
        {
            configuration = Configuration.Load(line);
        }
        catch (StartupException e)
        {
            output.WriteLine($"{line.ConfigPath ?? "configuration"}: error: {e.Message}");
            return Failed;
        }

        HostLabels.Build(configuration.NodeFile, new SystemInfo(), isParent: false, streamsTo: null);
        int errors = 0;
        foreach (ConfigProblem problem in configuration.Problems())
        {
            output.WriteLine(problem.ToString());
            errors += problem.IsError ? 1 : 0;
        }

        output.WriteLine($"{configuration.NodeFile.Name} and {configuration.StreamFile.Name} make a "
            + $"{Roles.NameOf(configuration.Role)}; {errors} errors");
        return errors > 0 ? Failed : Fine;
    }

    private static int RunNode(CommandLine line, EarlyLog early)
    {
        Configuration configuration = Configuration.Load(line);
        SocketEngine.Configure(configuration.Web.Threads);
        if (configuration.Process.Tz is { } tz)
        {
            OwnProcess.SetEnvironment("TZ", tz);
        }

        ProcessSettings.Apply(configuration.Process);
        UserAccount? account = ProcessSettings.FindUser(configuration.Process);
        PrepareDirectories(configuration, account);
        using PidFile? pidFile = line.PidPath == null ? null : new PidFile(line.PidPath, account);
        using HeldPorts? held = account == null ? null : HoldPorts(configuration);
        if (account != null)
        {
            ProcessSettings.Become(account);
        }

        using var logs = new Logs(configuration.Logs, mirrorsErrors: !line.WantsFork, Clock.NowUsec);
        logs.Open();
        early.Repeat(logs);
        if (line.WantsFork)
        {
            Log.Info(Tag, "-d: staying in the foreground, going to the background is left to the service "
                + "manager.");
        }

        try
        {
            return RunLogged(configuration, logs, held);
        }
        catch (StartupException e)
        {
            Log.Fatal(Tag, e.Message);
            return Failed;
        }
        catch (Exception e)
        {
            // A bug. Going on could write wrong data; the service manager starts a fresh process.
            Log.Fatal(Tag, e.ToString());
            return Failed;
        }
    }

    private static int RunLogged(Configuration configuration, Logs logs, HeldPorts? held)
    {
        string guid = MachineGuid.Load(configuration.Registry.GuidPath);
        SystemInfo system = new SystemDetection(
            "",
            configuration.Global.HostPrefix,
            VirtualizationDetection.ReadHypervisor()).Detect();
        HostInfo info = Identity.Of(configuration, guid, system, Clock.NowUsec());
        return RunPulse(configuration, info, logs, held);
    }

    private static int RunPulse(
        Configuration configuration, HostInfo info, Logs logs, HeldPorts? held)
    {
        using var clock = new MachineClock();
        var pulse = new Pulse(clock, configuration.Global.UpdateEvery);
        using var signals = new Signals(pulse);
        using var node = new Node(configuration, info, pulse);
        pulse.EverySecond(_ =>
        {
            if (signals.TakeHangup())
            {
                Log.Info(Tag, "SIGNAL: Received HUP. Reopening all log files...");
                logs.Open();
                node.Reload();
            }

            if (signals.TakeSave())
            {
                Log.Info(Tag, "SIGNAL: Received USR1. Saving databases...");
                node.Save();
            }
        });
        node.Start(held);
        string user = OwnProcess.UserName(OwnProcess.EffectiveUser);
        foreach (string text in Banner.Of(configuration, info, Environment.ProcessId, user))
        {
            Log.Info(Tag, text);
        }

        // After the banner: a file full of mistakes may run into the flood protection, the banner must not.
        foreach (ConfigProblem problem in configuration.Problems())
        {
            problem.Say();
        }

        logs.StartupDone();
        try
        {
            pulse.Run();
        }
        finally
        {
            node.Stop(Clock.NowUsec());
        }

        Log.Info(Tag, $"EXIT: all done - {Version.Program} is now exiting.");
        return Fine;
    }

    /// <summary>As long as edge may: the user it is going to be may not bind ports below 1024.</summary>
    private static HeldPorts? HoldPorts(Configuration configuration) =>
        configuration.Web.Mode == WebMode.None
            ? null
            : HeldPorts.Bind(configuration.Web.BindTo, RoomOptions.Net(configuration).DefaultPort);

    /// <summary>As the user that edge was started as, for the one it is going to be.</summary>
    private static void PrepareDirectories(Configuration configuration, UserAccount? account)
    {
        bool logsToFile = LogFile.TargetOf(configuration.Logs.Error) == LogTarget.File
            || LogFile.TargetOf(configuration.Logs.Access) == LogTarget.File;
        if (logsToFile)
        {
            Directories.Create(configuration.Directories.Log, account);
        }

        Directories.Create(configuration.Directories.Lib, account);
        Directories.CreatePrivate(configuration.Directories.Registry, account);
        if (configuration.KeepsOnDisk)
        {
            Directories.Create(configuration.Directories.Cache, account);
        }
    }

    private static int Print(string text)
    {
        StandardText.Output.Write(text);
        return Fine;
    }

    private static int Get(CommandLine line)
    {
        ConfigFile file = Configuration.LoadNode(line);
        return Print(file.Text(line.Words[0], line.Words[1], line.Words[2]) + "\n");
    }

    private static int MatchPattern(string pattern, string text)
    {
        Print(PatternAnswer.Of(pattern, text, out bool matches) + "\n");
        return matches ? Fine : Failed;
    }
}
