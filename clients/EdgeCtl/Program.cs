using EdgeCtl;

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stopping.Cancel();
};
return await EdgeCommandLine.RunAsync(args, Surroundings.OfThisProcess(), stopping.Token);
