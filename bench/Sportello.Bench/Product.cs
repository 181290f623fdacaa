using Sportello.Testing;

namespace Sportello.Bench;

/// <summary>The built product, as a process of its own.</summary>
internal static class Product
{
    public static ServerProcess Start(params string[] words) => ServerProcess.Start(Path.Combine(Checkout.Root, "sportello"), words);

    public static ServerProcess Serve(string folder, out int port)
    {
        port = ServerProcess.FreePort();
        var product = Start("--data", folder, "serve", "--urls", $"http://127.0.0.1:{port}");
        product.WaitForPort(port, TimeSpan.FromMinutes(3));
        return product;
    }
}
