using Sportello.App.Cli;

return await CommandLine.Run(args);
