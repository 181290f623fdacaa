using System.Diagnostics;

namespace Sportello.App.Api.Metrics;

/// <summary>What the process takes, under the names that all exporters use.</summary>
internal static class ProcessNumbers
{
    public static void Write(Exposition text)
    {
        using var process = Process.GetCurrentProcess();
        text.Family("process_start_time_seconds", "gauge", "When the process began, in seconds since 1970.").Sample((process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
        text.Family("process_cpu_seconds_total", "counter", "Processor time taken.").Sample(Environment.CpuUsage.TotalTime.TotalSeconds);
        text.Family("process_resident_memory_bytes", "gauge", "Memory taken.").Sample(Environment.WorkingSet);
        text.Family("process_threads", "gauge", "Threads.").Sample(process.Threads.Count);
        text.Family("dotnet_gc_heap_bytes", "gauge", "Memory of objects, dead ones included.").Sample(GC.GetTotalMemory(forceFullCollection: false));
        text.Family("dotnet_gc_pause_seconds_total", "counter", "How long all work stood still while memory was swept.").Sample(GC.GetTotalPauseDuration().TotalSeconds);
        text.Family("dotnet_gc_collections_total", "counter", "How often memory was swept, by generation.");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            text.Sample(GC.CollectionCount(generation), ("generation", generation.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        text.Family("dotnet_threadpool_queue_length", "gauge", "Work that waits for a thread.").Sample(ThreadPool.PendingWorkItemCount);
    }
}
