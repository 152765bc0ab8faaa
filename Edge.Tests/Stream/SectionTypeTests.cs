using Edge.Boot;
using Edge.Stream;
using Xunit;

namespace Edge.Tests.Stream;

/// <summary>Who may open the door with which section (spec stream-caps 4): a machine's GUID, which anybody
/// can read, is no key.</summary>
[Collection(StreamLogCollection.Name)]
public sealed class SectionTypeTests
{
    private const string Section = "77777777-0000-4000-8000-000000000001";
    private const string Guid = "abcd0001-aaaa-4bbb-8ccc-000000006eb8";

    private static StreamSection Read(string options)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes($"[{Section}]\nenabled = yes\n{options}\n");
        return new StreamSections(StreamConf.Read(ConfigFile.Parse("stream.conf", text))).Find(Section)!;
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("allow from = *", null)]
    [InlineData("type = api", "api")]
    [InlineData("type = machine", "machine")]
    [InlineData("type = parent", "parent")]
    [InlineData("history = 3600", "machine")]
    [InlineData("memory mode = save", "machine")]
    [InlineData("health enabled = yes", "machine")]
    [InlineData("postpone alarms on connect seconds = 1", "machine")]
    [InlineData("proxy enabled = no", "machine")]
    [InlineData("proxy destination = x", "machine")]
    [InlineData("proxy api key = x", "machine")]
    [InlineData("proxy send charts matching = x", "machine")]
    [InlineData("update every = 2", "machine")]
    [InlineData("host tags = a", "machine")]
    [InlineData("default history = 3600", null)]
    [InlineData("default memory = ram", null)]
    [InlineData("health enabled by default = auto", null)]
    [InlineData("default history = 3600\nhistory = 7200", null)]
    [InlineData("history = 7200\nhealth enabled by default = auto", null)]
    [InlineData("type = api\nhistory = 3600", "api")]
    [InlineData("type = machine\ndefault history = 3600", "machine")]
    public void What_a_section_is_follows_from_what_it_says(string options, string? type) =>
        Assert.Equal(type, Read(options).Type);

    [Theory]
    [InlineData("", true)]
    [InlineData("type = api", true)]
    [InlineData("type = api\nhistory = 3600", true)]
    [InlineData("default history = 3600", true)]
    [InlineData("type = machine", false)]
    [InlineData("type = machine\ndefault history = 3600", false)]
    [InlineData("history = 3600\nmemory mode = save\nhealth enabled = yes\nallow from = *", false)]
    public void A_section_of_a_machine_is_no_key(string options, bool isKey)
    {
        using var rig = new DoorRig();
        rig.Sections[Section] = Read(options);
        FakeConnection child = rig.Open(DoorRig.Request(Guid, Section));
        Assert.Equal(isKey, child.Session != null);
        if (!isKey)
        {
            Assert.Equal(401, rig.Status);
            Assert.EndsWith($"API key '{Section}' is a machine GUID. Forbidding access.", rig.Log.Lines[^1]);
            Assert.Contains("'ACCESS DENIED - API KEY GIVEN IS NOT API KEY'", rig.Log.AccessLines[^1]);
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("type = machine", true)]
    [InlineData("history = 3600", true)]
    [InlineData("type = api", false)]
    [InlineData("type = api\nhistory = 3600", false)]
    public void A_key_is_no_machine(string options, bool isMachine)
    {
        using var rig = new DoorRig();
        rig.Sections[Section] = Read(options);
        FakeConnection child = rig.Open(DoorRig.Request(Section));
        Assert.Equal(isMachine, child.Session != null);
        if (!isMachine)
        {
            Assert.EndsWith($"machine GUID '{Section}' is a api GUID. Forbidding access.", rig.Log.Lines[^1]);
            Assert.Contains("'ACCESS DENIED - MACHINE GUID GIVEN IS NOT A MACHINE GUID'",
                rig.Log.AccessLines[^1]);
        }
    }

    [Fact]
    public void A_type_that_is_neither_lets_nobody_in()
    {
        using var rig = new DoorRig();
        rig.Sections[Section] = Read("type = parent");
        Assert.Null(rig.Open(DoorRig.Request(Guid, Section)).Session);
        Assert.Null(rig.Open(DoorRig.Request(Section)).Session);
    }

    [Fact]
    public void A_machine_that_comes_with_its_own_guid_as_key_is_refused()
    {
        using var rig = new DoorRig();
        rig.Sections[Guid] = new StreamSection { Enabled = true, Type = "machine" };
        Assert.Null(rig.Open(DoorRig.Request(Guid, Guid)).Session);
        Assert.NotNull(rig.Open(DoorRig.Request(Guid)).Session);
    }
}
