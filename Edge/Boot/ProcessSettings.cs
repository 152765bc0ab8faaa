using Edge.Sys;

namespace Edge.Boot;

/// <summary>
/// Applies <see cref="ProcessOptions"/>. What the kernel refuses costs a log line, except the user.
/// </summary>
internal static class ProcessSettings
{
    private const string Tag = "MAIN";
    private const string UserStandard = "netdata";
    private const int SchedulerOther = 0;
    private const int SchedulerFifo = 1;
    private const int SchedulerRoundRobin = 2;
    private const int SchedulerBatch = 3;
    private const int SchedulerIdle = 5;

    /// <summary>
    /// Score and scheduling; best effort. Before any thread is started, as threads inherit, and before the
    /// user changes.
    /// </summary>
    public static void Apply(ProcessOptions options)
    {
        if (options.OomScore is int score)
        {
            SetOomScore(score, "/proc/self/oom_score_adj");
        }

        SetScheduling(options);
    }

    /// <summary>
    /// Whom to become; null: nobody, edge stays who it is. The reference's user is taken when nobody was
    /// named and there is one; in a container there often is not.
    /// </summary>
    public static UserAccount? FindUser(ProcessOptions options)
    {
        string? name = options.RunAsUser;
        string present = OwnProcess.UserName(OwnProcess.EffectiveUser);
        if (name == present || (name == null && !OwnProcess.IsRoot))
        {
            return null;
        }

        UserAccount? account = OwnProcess.FindUser(name ?? UserStandard);
        if (account == null && name == null)
        {
            Log.Info(Tag, $"There is no user '{UserStandard}' on this machine. Running as '{present}'. Name "
                + "another one with [global] run as user, or with -u.");
            return null;
        }

        if (account == null)
        {
            throw new StartupException($"User '{name}' is not present on this machine. Create it, or name "
                + "another one with [global] run as user, or with -u.");
        }

        if (!OwnProcess.IsRoot)
        {
            throw new StartupException($"Cannot become user '{name}': edge was started as '{present}', and "
                + "only root may become somebody else. Start it as root or as that user, or leave out -u and "
                + "[global] run as user.");
        }

        return account;
    }

    /// <summary>For good.</summary>
    public static void Become(UserAccount account)
    {
        int error = OwnProcess.Become(account);
        if (error != 0)
        {
            throw new StartupException($"Cannot become user '{account.Name}' (uid {account.UserId}, gid "
                + $"{account.GroupId}): errno {error}. Grant CAP_SETUID and CAP_SETGID, or start edge as "
                + "that user.");
        }
    }

    /// <summary>Lowering the score takes a privilege; raising it does not.</summary>
    internal static void SetOomScore(int score, string path)
    {
        try
        {
            string before = SmallFile.TryText(path)?.Trim() ?? "";
            if (before == score.ToString())
            {
                Log.Info(Tag, $"Out-Of-Memory (OOM) score is already set to the wanted value {score}");
                return;
            }

            WholeFile.Write(path, score.ToString());
            Log.Info(Tag, $"Adjusted my Out-Of-Memory (OOM) score from {before} to {score}.");
        }
        catch (Exception e) when (SmallFile.IsWeather(e))
        {
            Log.Error(Tag, $"Failed to adjust my Out-Of-Memory (OOM) score to {score}. ({e.Message})");
        }
    }

    private static void SetScheduling(ProcessOptions options)
    {
        int? policy = options.SchedulingPolicy switch
        {
            "idle" => SchedulerIdle,
            "batch" => SchedulerBatch,
            "rr" => SchedulerRoundRobin,
            "fifo" => SchedulerFifo,
            "other" or "nice" => SchedulerOther,
            _ => null,
        };
        if (policy == null)
        {
            if (options.SchedulingPolicy is not ("keep" or "none"))
            {
                Log.Error(Tag, $"Unknown scheduling policy '{options.SchedulingPolicy}' given. The words "
                    + "are idle, other, nice, batch, rr, fifo, keep and none. Keeping the one edge was "
                    + "started with.");
            }

            return;
        }

        bool isRealTime = policy is SchedulerFifo or SchedulerRoundRobin;
        int priority = isRealTime ? Math.Max(options.SchedulingPriority, 1) : 0;
        int error = OwnProcess.SetScheduler(policy.Value, priority);
        if (error == 0)
        {
            Log.Info(Tag, $"Adjusted {Version.Program} scheduling policy to {options.SchedulingPolicy} "
                + $"({policy}), with priority {priority}.");
        }
        else
        {
            Log.Error(Tag, $"Cannot adjust {Version.Program} scheduling policy to "
                + $"{options.SchedulingPolicy} ({policy}), with priority {priority} (errno {error}). Falling "
                + "back to nice.");
        }

        if (error == 0 && (isRealTime || policy == SchedulerIdle))
        {
            return; // a nice level means nothing to these
        }

        error = OwnProcess.SetNice(options.NiceLevel);
        if (error != 0)
        {
            Log.Error(Tag, $"Cannot set the nice level to {options.NiceLevel} (errno {error}).");
        }
    }
}
