using EdgeService;

await EdgeApp.Build(args).RunAsync();
