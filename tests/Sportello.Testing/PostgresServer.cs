namespace Sportello.Testing;

/// <summary>One PostgreSQL for the whole test process: a cluster of its own in a temporary folder, without fsync, on a free loopback port.</summary>
public sealed class PostgresServer : IDisposable
{
    private static readonly Lazy<PostgresServer> One = new(() => new PostgresServer());

    private readonly TempFolder _folder = new();
    private readonly string _programs;
    private ServerProcess _process;
    private int _databases;

    private PostgresServer()
    {
        var programs = System.IO.Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).LastOrDefault()
            ?? throw new InvalidOperationException("PostgreSQL is not installed; ./test installs it.");
        var data = _folder["data"];
        ServerProcess.Run("chown", "postgres", _folder.Path);
        ServerProcess.Run("runuser", "-u", "postgres", "--", $"{programs}/bin/initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N");
        Port = ServerProcess.FreePort();
        _programs = programs;
        _process = Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    public static PostgresServer Shared => One.Value;

    public int Port { get; }

    /// <summary>Stops it as a service manager does, in the middle of whatever is asked of it, and starts it again. For tests that run alone.</summary>
    public void Restart()
    {
        ServerProcess.Run("runuser", "-u", "postgres", "--", $"{_programs}/bin/pg_ctl", "stop", "-D", _folder["data"], "-m", "fast");
        _process.Dispose();
        _process = Start();
    }

    public string NewName() => $"test_{Interlocked.Increment(ref _databases)}";

    public string ConnectionString(string database) => $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";

    private ServerProcess Start()
    {
        var process = ServerProcess.Start(
            "setpriv", "--reuid", "postgres", "--regid", "postgres", "--init-groups", "--pdeathsig", "KILL", "--",
            $"{_programs}/bin/postgres", "-D", _folder["data"], "-p", $"{Port}", "-k", _folder.Path, "-c", "listen_addresses=127.0.0.1",
            "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200", "-c", "shared_buffers=64MB");
        process.WaitForPort(Port, TimeSpan.FromSeconds(30));
        return process;
    }

    public void Dispose()
    {
        _process.Dispose();
        _folder.Dispose();
    }
}
