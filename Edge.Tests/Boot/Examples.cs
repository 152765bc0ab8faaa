namespace Edge.Tests.Boot;

/// <summary>The set-ups that the documentation of streaming describes, with values of our own.</summary>
internal static class Examples
{
    public const string Key = "0f0e0d0c-1111-4222-8333-a1a2a3a4a5a6";
    public const string Machine = "9c8b7a6d-5e4f-11ee-8c99-0242ac120002";

    public const string CollectorNode = """
        # a device that only collects
        [global]
            hostname = pump-7
            memory mode = none
        [web]
            mode = none
        [health]
            enabled = no

        """;

    public const string ChildStream = $"""
        [stream]
            # push to the house's parent
            enabled = yes
            destination = 192.0.2.10:19999 tcp:parent.example:20000:SSL
            api key = {Key}

        """;

    /// <summary>With the spelling of the memory option that the documentation uses in one place.</summary>
    public const string ParentStream = $"""
        [{Key}]
            # children of the workshop
            enabled = yes
            default history = 7200
            default memory = ram
            health enabled by default = auto
            allow from = !192.0.2.66 192.0.2.*

        [{Machine}]
            enabled = yes
            history = 600
            memory mode = save
            health enabled = no
            allow from = *
            proxy enabled = no

        """;
}
