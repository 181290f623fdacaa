using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sportello.Testing;

/// <summary>A real server as a child: it dies with the test process, however that ends, and its output is kept for the failure message.</summary>
public sealed class ServerProcess : IDisposable
{
    private static readonly Lazy<BlockingCollection<Action>> Starts = new(BeginStarting);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ServerProcess(Process process) => _process = process;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public static ServerProcess Start(string file, params string[] arguments)
    {
        // The death signal is lost when the user changes, so runuser and the like must not stand between.
        var start = new ProcessStartInfo("setpriv") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "--pdeathsig", "KILL", "--", file }.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        var server = new ServerProcess(OnStayingThread(() => Process.Start(start)) ?? throw new InvalidOperationException($"{file} did not start."));
        server._process.OutputDataReceived += (_, line) => server.Keep(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Keep(line.Data);
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; its output is in the message.</exception>
    public static void Run(string file, params string[] arguments)
    {
        using var process = Start(file, arguments);
        process._process.WaitForExit();
        if (process._process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with {process._process.ExitCode}:\n{process.Output}");
        }
    }

    /// <summary>Waits for it to end by itself, all its output read.</summary>
    public bool WaitForEnd(TimeSpan limit)
    {
        if (!_process.WaitForExit(limit))
        {
            return false;
        }

        _process.WaitForExit();
        return true;
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until the port answers.</summary>
    public void WaitForPort(int port, TimeSpan limit)
    {
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(50))
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException e)
            {
                if (_process.HasExited || waited.Elapsed > limit)
                {
                    throw new InvalidOperationException($"The server does not answer on port {port}:\n{Output}", e);
                }
            }
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit(10000);
        }

        _process.Dispose();
    }

    // The death signal is sent when the thread that forked ends, not the process; a thread of the pool ends after a while of idling.
    private static T OnStayingThread<T>(Func<T> start)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Value.Add(() =>
        {
            try
            {
                done.SetResult(start());
            }
            catch (Exception problem)
            {
                done.SetException(problem);
            }
        });
        return done.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Action> BeginStarting()
    {
        var starts = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var start in starts.GetConsumingEnumerable())
                start();
        })
        { IsBackground = true, Name = "starts servers" }.Start();
        return starts;
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }
}
