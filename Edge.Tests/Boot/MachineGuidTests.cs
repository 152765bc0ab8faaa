using Edge.Boot;
using Xunit;

namespace Edge.Tests.Boot;

/// <summary>The table of spec config 7.</summary>
public sealed class MachineGuidTests : IDisposable
{
    private const string Guid = "9c8b7a6d-5e4f-11ee-8c99-0242ac120002";
    private readonly Bench _bench = new();

    private string File => _bench.Path("netdata.public.unique.id");

    [Theory]
    [InlineData(Guid)]
    [InlineData(Guid + "\n")]
    [InlineData("9C8B7A6D-5E4F-11EE-8C99-0242AC120002")]
    public void A_guid_is_read_in_lower_case_and_its_file_left_alone(string content)
    {
        _bench.Write("netdata.public.unique.id", content);

        Assert.Equal(Guid, MachineGuid.Load(File));
        Assert.Equal(content, System.IO.File.ReadAllText(File));
    }

    [Theory]
    [InlineData("")]
    [InlineData("9c8b7a6d-5e4f-11ee")]
    [InlineData("9c8b7a6d-5e4f-11ee-8c99-0242ac12000g")]
    [InlineData("9c8b7a6d5e4f-11ee-8c99-0242ac120002-")]
    [InlineData("8a795b0c-2311-11e6-8563-000c295076a6")]
    [InlineData("4AED1458-1c3e-11e6-a53f-000c290fc8f5")]
    public void What_is_no_guid_or_a_notorious_one_is_replaced(string content)
    {
        _bench.Write("netdata.public.unique.id", content);

        string guid = MachineGuid.Load(File);

        Assert.True(MachineGuid.IsGuid(guid));
        Assert.NotEqual(content.ToLowerInvariant(), guid);
        Assert.Equal(guid, System.IO.File.ReadAllText(File));
        Assert.Equal(guid, MachineGuid.Load(File));
    }

    [Fact]
    public void A_new_one_is_random_36_bytes_and_read_only()
    {
        string guid = MachineGuid.Load(File);

        Assert.Equal('4', guid[14]);
        Assert.Equal(36, new FileInfo(File).Length);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            System.IO.File.GetUnixFileMode(File));
        Assert.Single(Directory.GetFiles(_bench.Root));
    }

    [Fact]
    public void Two_machines_of_one_image_get_two()
    {
        Assert.NotEqual(MachineGuid.Load(_bench.Path("a")), MachineGuid.Load(_bench.Path("b")));
    }

    [Fact]
    public void Where_it_cannot_be_written_the_node_refuses_to_start()
    {
        string path = _bench.Path("missing/netdata.public.unique.id");

        StartupException refusal = Assert.Throws<StartupException>(() => MachineGuid.Load(path));

        Assert.StartsWith($"Cannot create unique machine id file '{path}'. Please fix "
            + "this.", refusal.Message);
    }

    [Fact]
    public void Many_that_start_at_once_agree_on_one()
    {
        var guids = new string[8];
        var threads = new Thread[guids.Length];
        for (int i = 0; i < guids.Length; i++)
        {
            int at = i;
            threads[i] = new Thread(() => guids[at] = MachineGuid.Load(File));
        }

        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Single(guids.Distinct());
    }

    public void Dispose() => _bench.Dispose();
}
