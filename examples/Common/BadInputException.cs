namespace MiniTorch.Examples;

/// <summary>What was asked for cannot be done; the message is one line for whoever asked.</summary>
internal sealed class BadInputException(string message) : Exception(message);
