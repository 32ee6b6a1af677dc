package io.rickyard.cli;

import io.rickyard.cli.command.Admin;
import io.rickyard.cli.command.Audit;
import io.rickyard.cli.command.Branches;
import io.rickyard.cli.command.Completion;
import io.rickyard.cli.command.DeadLetters;
import io.rickyard.cli.command.Dlq;
import io.rickyard.cli.command.Doctor;
import io.rickyard.cli.command.Events;
import io.rickyard.cli.command.Hooks;
import io.rickyard.cli.command.Jobs;
import io.rickyard.cli.command.Limits;
import io.rickyard.cli.command.Lock;
import io.rickyard.cli.command.Locks;
import io.rickyard.cli.command.Login;
import io.rickyard.cli.command.Logout;
import io.rickyard.cli.command.Organizations;
import io.rickyard.cli.command.Projects;
import io.rickyard.cli.command.Queues;
import io.rickyard.cli.command.Schedules;
import io.rickyard.cli.command.SigningKeys;
import io.rickyard.cli.command.SupabaseProfile;
import io.rickyard.cli.command.Tasks;
import io.rickyard.cli.command.Teams;
import io.rickyard.cli.command.Tokens;
import io.rickyard.cli.command.WhoAmI;
import io.rickyard.cli.command.Workers;
import io.rickyard.cli.terminal.Terminal;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.lang.reflect.Constructor;
import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code rickyard} command: options that every subcommand takes, and how one is run. */
@Command(
    name = "rickyard",
    description = "Works with a Rickyard installation: projects, tasks, webhooks, events.",
    versionProvider = Rickyard.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "%nEnvironment:",
      "  RICKYARD_URL    the installation (http://localhost:8000)",
      "  RICKYARD_TOKEN  a personal access token",
      "  Without them ~/.config/rickyard/config.json counts; login and infra/up write it. Where there",
      "  is a keyring, login keeps the token there.",
      "%nExamples:",
      "  rickyard projects create shop --watch",
      "  rickyard projects connect shop --psql",
      "  rickyard tasks list --state running,retrying"
    })
public final class Rickyard {
  private static final List<Class<?>> COMMANDS =
      List.of(
          Login.class,
          Logout.class,
          WhoAmI.class,
          Organizations.class,
          Teams.class,
          Projects.class,
          Branches.class,
          Tasks.class,
          DeadLetters.class,
          Dlq.class,
          Hooks.class,
          Schedules.class,
          Jobs.class,
          Lock.class,
          Locks.class,
          Queues.class,
          Limits.class,
          Workers.class,
          Events.class,
          Doctor.class,
          Tokens.class,
          Audit.class,
          SigningKeys.class,
          Admin.class,
          SupabaseProfile.class,
          Completion.class);

  private final Invocation invocation;

  private Rickyard(Invocation invocation) {
    this.invocation = invocation;
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    var invocation =
        new Invocation(Terminal.standardOutput(), Terminal.standardError(), System.getenv());
    System.exit(run(invocation, args));
  }

  /** Runs one command; gives its exit code. */
  public static int run(Invocation invocation, String... args) {
    try (invocation) {
      return commandLine(invocation, new HashSet<>(List.of(args))).execute(args);
    }
  }

  private static CommandLine commandLine(Invocation invocation, Set<String> words) {
    var making = new Making(invocation);
    var command = new CommandLine(new Rickyard(invocation), making);
    needed(words).forEach(type -> command.addSubcommand(new CommandLine(type, making)));
    command.setOut(writer(invocation.out()));
    command.setErr(writer(invocation.err()));
    command.getCommandSpec().addOption(help()).addOption(version());
    command.setColorScheme(CommandLine.Help.defaultColorScheme(ansi(invocation.out())));
    command.setExecutionExceptionHandler(new Failures(invocation));
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setUsageHelpLongOptionsMaxWidth(30);
    command.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
    command.getCommandSpec().usageMessage().exitCodeList(exitCodes());
    return command;
  }

  // Understanding the annotations of all commands takes longer than most commands do: those that
  // can't be
  // meant are left out. Help on everything, mistakes and completion need them all.
  private static List<Class<?>> needed(Set<String> words) {
    var named = COMMANDS.stream().filter(type -> isNamed(type, words)).toList();
    return named.isEmpty() || named.contains(Completion.class) ? COMMANDS : named;
  }

  private static boolean isNamed(Class<?> type, Set<String> words) {
    var command = type.getAnnotation(Command.class);
    return words.contains(command.name()) || Stream.of(command.aliases()).anyMatch(words::contains);
  }

  private static OptionSpec help() {
    return OptionSpec.builder("-h", "--help")
        .usageHelp(true)
        .scopeType(ScopeType.INHERIT)
        .description("Show this help.")
        .build();
  }

  private static OptionSpec version() {
    return OptionSpec.builder("--version")
        .versionHelp(true)
        .description("Show the version.")
        .build();
  }

  private static PrintWriter writer(Terminal terminal) {
    var out = terminal.out();
    return new PrintWriter(new OutputStreamWriter(out, out.charset()), true);
  }

  private static CommandLine.Help.Ansi ansi(Terminal terminal) {
    return terminal.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
  }

  private static Map<String, String> exitCodes() {
    var list = new LinkedHashMap<String, String>();
    Arrays.stream(ExitCode.values()).forEach(code -> list.put(" " + code.number(), code.meaning()));
    return list;
  }

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Answer with JSON on standard output; everything else goes to standard error.")
  void json(boolean wanted) {
    invocation.useJson(wanted);
  }

  @Option(
      names = "--url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "The installation to work with.")
  void url(@Nullable URI url) {
    invocation.useUrl(url);
  }

  /** Makes each command with the invocation it works with. */
  private record Making(Invocation invocation) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (constructor.getParameterCount() == 1
            && constructor.getParameterTypes()[0] == Invocation.class) {
          constructor.setAccessible(true);
          return type.cast(constructor.newInstance(invocation));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }

  /** Which version this is. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Rickyard.class.getPackage().getImplementationVersion();
      return new String[] {"rickyard " + (version == null ? "without version" : version)};
    }
  }
}
