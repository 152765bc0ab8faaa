using Edge.Sys;
using Xunit;

namespace Edge.Tests.Http;

/// <summary>Tests that read the log of the process; nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LogCollection : ICollectionFixture<LogCollection.Recorder>
{
    internal const string Name = "reads the log (http)";

    public sealed class Recorder
    {
        private readonly Lock _lock = new();
        private readonly List<string> _access = [];
        private readonly List<string> _error = [];

        internal string[] Access
        {
            get
            {
                lock (_lock)
                {
                    return [.. _access];
                }
            }
        }

        internal string[] Error
        {
            get
            {
                lock (_lock)
                {
                    return [.. _error];
                }
            }
        }

        internal void Start()
        {
            lock (_lock)
            {
                _access.Clear();
                _error.Clear();
            }

            Log.Open(
                (_, _, text) =>
                {
                    lock (_lock)
                    {
                        _error.Add(text);
                    }
                },
                text =>
                {
                    lock (_lock)
                    {
                        _access.Add(text);
                    }
                });
        }
    }
}
