package io.rickyard.cli;

import io.rickyard.cli.api.ApiFailure;
import io.rickyard.cli.api.InstallationUnreachable;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Colour;
import io.rickyard.cli.terminal.Spans;
import io.rickyard.cli.terminal.Terminal;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Says on the error output what went wrong and what to do, and chooses the exit code. */
final class Failures implements CommandLine.IExecutionExceptionHandler {
  private final Invocation invocation;

  Failures(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
    return switch (failure) {
      case CommandRefused refused ->
          say(refused.exitCode(), "refused", refused, refused.advice().orElse(null));
      case RequestRefused refused ->
          say(ExitCode.of(refused), refused.code(), refused, advice(refused));
      case InstallationUnreachable unreachable ->
          say(ExitCode.of(unreachable), "unreachable", unreachable, advice(unreachable));
      case IllegalArgumentException mistake -> say(ExitCode.USAGE, "usage", mistake, null);
      case UncheckedIOException io -> say(ExitCode.FAILED, "input_output", io, reason(io));
      case InterruptedException interrupted -> {
        Thread.currentThread().interrupt();
        yield say(ExitCode.FAILED, "interrupted", interrupted, null);
      }
      default -> throw failure; // a bug: its stack trace is what a report needs
    };
  }

  private int say(ExitCode code, String name, Exception failure, @Nullable String advice) {
    var message =
        failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    Terminal err = invocation.err();
    if (invocation.json()) {
      var json = RickyardClient.object();
      var error = json.putObject("error");
      error.put("code", name).put("message", message).put("exit_code", code.number());
      if (advice != null) {
        error.put("advice", advice);
      }
      err.out().println(json);
    } else {
      err.out().println(err.paint(Colour.BAD, "error: ") + message);
      if (advice != null) {
        err.out().println(err.paint(Colour.FAINT, "  → ") + advice);
      }
    }
    return code.number();
  }

  private @Nullable String advice(RequestRefused refused) {
    return switch (ExitCode.of((ApiFailure) refused)) {
      case NOT_SIGNED_IN ->
          "Sign in with: rickyard login --url " + invocation.configuration().url();
      case UNAVAILABLE ->
          refused
              .retryAfter()
              .map(pause -> "Try again in " + Spans.took(pause) + ".")
              .orElse("Try again in a moment; 'rickyard doctor' tells more.");
      case OK, FAILED, USAGE, NOT_FOUND, CONFLICT -> null;
    };
  }

  private static String advice(InstallationUnreachable unreachable) {
    var host = unreachable.url().getHost();
    var here = host != null && (host.equals("localhost") || host.startsWith("127."));
    return here
        ? "Is it running? Start it with infra/up, or name another one with --url or RICKYARD_URL."
        : "Check the address (--url, RICKYARD_URL, 'rickyard doctor') and the network between.";
  }

  private static @Nullable String reason(UncheckedIOException failure) {
    var cause = failure.getCause();
    return cause == null ? null : cause.toString();
  }
}
