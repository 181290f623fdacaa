using System.Diagnostics.Metrics;

namespace Sportello.App.Api.Metrics;

/// <summary>How many requests were answered how, and how long it took, as the server itself measures it. So many numbers and no more, however many requests.</summary>
internal sealed class RequestMeter : IDisposable
{
    private const string Source = "Microsoft.AspNetCore.Hosting";
    private const string Duration = "http.server.request.duration";

    /// <summary>In seconds; what took longer stands under +Inf.</summary>
    public static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    public static readonly string[] Doors = ["web", "api", "other"];

    private const int Classes = 6;

    private readonly MeterListener _listener = new();
    private readonly long[] _counts = new long[Doors.Length * Classes * (Bounds.Length + 1)];
    private readonly long[] _microseconds = new long[Doors.Length * Classes];

    public RequestMeter(IMeterFactory factory)
    {
        // Of this server alone: a process may have several.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument is { Name: Duration, Meter.Name: Source })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>(Answered);
        _listener.Start();
    }

    /// <summary>For each door and class of status that had a request: how many took at most each bound, how many in all, and seconds in all.</summary>
    public IEnumerable<(string Door, string Status, long[] UpTo, long Count, double Seconds)> Read()
    {
        for (var series = 0; series < _microseconds.Length; series++)
        {
            var upTo = new long[Bounds.Length];
            var sum = 0L;
            for (var bucket = 0; bucket <= Bounds.Length; bucket++)
            {
                sum += Volatile.Read(ref _counts[(series * (Bounds.Length + 1)) + bucket]);
                if (bucket < Bounds.Length)
                {
                    upTo[bucket] = sum;
                }
            }

            if (sum > 0)
            {
                yield return (Doors[series / Classes], $"{series % Classes}xx", upTo, sum, Volatile.Read(ref _microseconds[series]) / 1e6);
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Answered(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var (door, status) = (2, 0);
        foreach (var (name, value) in tags)
        {
            if (name is "http.route" && value is string route)
            {
                door = route.AsSpan().TrimStart('/').StartsWith(ApiDoor.Path.AsSpan().TrimStart('/'), StringComparison.Ordinal) ? 1 : 0;
            }
            else if (name is "http.response.status_code" && value is int code)
            {
                status = Math.Clamp(code / 100, 0, Classes - 1);
            }
        }

        var series = (door * Classes) + status;
        var bucket = Array.FindIndex(Bounds, bound => seconds <= bound);
        Interlocked.Increment(ref _counts[(series * (Bounds.Length + 1)) + (bucket < 0 ? Bounds.Length : bucket)]);
        Interlocked.Add(ref _microseconds[series], (long)(seconds * 1e6));
    }
}
