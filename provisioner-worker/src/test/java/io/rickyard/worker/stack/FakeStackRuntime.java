package io.rickyard.worker.stack;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.worker.content.Contents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stacks in memory. Can be told to fail, and remembers what was started. */
public final class FakeStackRuntime implements StackRuntime {

  private record Held(
      StackSpec claim, int port, boolean initialized, boolean running, boolean configured) {

    Held claimed(StackSpec newer) {
      return new Held(newer, port, initialized, running, configured);
    }

    Held initialized(boolean now) {
      return new Held(claim, port, now, running, configured);
    }

    Held running(boolean now) {
      return new Held(claim, port, initialized, now, configured);
    }

    Held configured(boolean now) {
      return new Held(claim, port, initialized, running, now);
    }
  }

  private static final int FIRST_PORT = 20_000;

  private final String name;
  private final Map<String, Held> held = new TreeMap<>();
  private final Map<String, List<LogLine>> written = new TreeMap<>();
  private final List<ProjectRef> started = new ArrayList<>();
  private final List<StackSize> sizes = new ArrayList<>();
  private final List<StackSettings> applied = new ArrayList<>();
  private final List<Contents> rendered = new ArrayList<>();
  private int openFeeds;
  private int asked;
  private final List<ProjectRef> created = new ArrayList<>();
  private @Nullable StackFailure next;
  private boolean away;
  private @Nullable String obstacle;

  /** One that is called fake. */
  public FakeStackRuntime() {
    this("fake");
  }

  /** One of several. */
  public FakeStackRuntime(String name) {
    this.name = name;
  }

  /** Makes it useless on this host. */
  public synchronized void standsInTheWay(String what) {
    obstacle = what;
  }

  /** Every start that had an effect, in order. */
  public synchronized List<ProjectRef> started() {
    return List.copyOf(started);
  }

  /** Every creation of an empty database that had an effect, in order. */
  public synchronized List<ProjectRef> created() {
    return List.copyOf(created);
  }

  /** Takes a stack's data away behind everybody's back, and its server with it. */
  public synchronized void loseData(ProjectRef project) {
    held.computeIfPresent(
        project.value(), (_, stack) -> stack.running(false).initialized(false).configured(false));
  }

  /** Whether it can be asked. */
  public synchronized void away(boolean now) {
    away = now;
  }

  /** Gives a stack another port, as if its own had been taken while it stood still. */
  public synchronized void move(ProjectRef project) {
    held.computeIfPresent(
        project.value(),
        (_, stack) ->
            new Held(
                stack.claim(),
                stack.port() + 1000,
                stack.initialized(),
                stack.running(),
                stack.configured()));
  }

  /** Whether it neither works nor answers. */
  public synchronized void broken(boolean now) {
    away = now;
    next = now ? new StackFailure("broken", "The disk is full", true, null) : null;
  }

  /** Makes the next action fail. */
  public synchronized void failNext(StackFailure failure) {
    next = failure;
  }

  /** Ends a stack's services behind everybody's back. */
  public synchronized void kill(ProjectRef project) {
    held.computeIfPresent(project.value(), (_, stack) -> stack.running(false));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public synchronized Optional<String> obstacle() {
    return Optional.ofNullable(obstacle);
  }

  @Override
  public Set<StackProfile> profiles() {
    return Set.of(StackProfile.DATABASE);
  }

  @Override
  public boolean isolatesProjects() {
    return true;
  }

  @Override
  public synchronized StackObservation observe(StackSpec stack) throws RuntimeUnavailable {
    requireThere();
    var now = Instant.now();
    var found = held.get(stack.project().value());
    if (found == null) {
      return StackObservation.absent(now);
    }
    var server = health("db", found.running(), now);
    var user = health("db_postgres_user", found.running() && found.configured(), now);
    return new StackObservation(
        found.initialized(),
        found.running(),
        List.of(server, user),
        found.running() ? new DatabaseEndpoint("127.0.0.1", found.port(), "postgres", "17") : null,
        found.running() ? List.of() : List.of(new Drift("db", Drift.Kind.STOPPED, "does not run")),
        now);
  }

  private static ServiceHealth health(String service, boolean healthy, Instant now) {
    return new ServiceHealth(
        service, healthy, now, healthy ? "17" : null, healthy ? null : "it does not answer");
  }

  @Override
  public void prepare(StackSpec stack, StackLog log) throws StackFailure {
    act(stack, found -> found);
  }

  @Override
  public synchronized void initialize(StackSpec stack, StackLog log) throws StackFailure {
    act(
        stack,
        found -> {
          if (!found.initialized()) {
            created.add(stack.project());
          }
          return found.initialized(true);
        });
  }

  @Override
  public synchronized void start(StackSpec stack, StackLog log) throws StackFailure {
    act(
        stack,
        found -> {
          if (!found.running()) {
            started.add(stack.project());
          }
          return found.running(true);
        });
  }

  /** The settings that stacks were brought to, in order. */
  public synchronized List<StackSettings> applied() {
    return List.copyOf(applied);
  }

  /** What members had put in whenever services were brought to settings, in order. */
  public synchronized List<Contents> rendered() {
    return List.copyOf(rendered);
  }

  @Override
  public synchronized void apply(
      StackSpec stack, SettingSection section, boolean restart, StackLog log) throws StackFailure {
    act(stack, found -> found.running(true));
    applied.add(stack.settings());
    rendered.add(stack.secrets().contents());
  }

  @Override
  public boolean awaitsRestart(StackSpec stack, SettingSection section) {
    return false;
  }

  @Override
  public void configure(StackSpec stack, StackLog log) throws StackFailure {
    act(stack, found -> found.configured(true));
  }

  @Override
  public void stop(StackSpec stack, StackLog log) throws StackFailure {
    act(stack, found -> found.running(false));
  }

  @Override
  public synchronized void restart(StackSpec stack, String service, StackLog log)
      throws StackFailure {
    if (!service.equals("db")) {
      throw StackFailure.noService(service, List.of("db"));
    }
    stop(stack, log);
    start(stack, log);
  }

  /** How large each stack was made, in order. */
  public synchronized List<StackSize> sizes() {
    return List.copyOf(sizes);
  }

  @Override
  public synchronized void resize(StackSpec stack, StackLog log) throws StackFailure {
    act(stack, found -> found.running(true));
    sizes.add(stack.size());
  }

  @Override
  public synchronized void remove(StackSpec stack, StackLog log) throws StackFailure {
    act(stack, found -> found);
    held.remove(stack.project().value());
  }

  /** Has a stack's services write something. */
  public synchronized void write(ProjectRef project, LogLine line) {
    written.computeIfAbsent(project.value(), _ -> new ArrayList<>()).add(line);
  }

  /** How many feeds were opened and not closed. */
  public synchronized int openFeeds() {
    return openFeeds;
  }

  @Override
  public synchronized List<LogFeed> logs(StackSpec stack, LogRange range)
      throws RuntimeUnavailable {
    requireThere();
    var services = new TreeMap<String, List<LogLine>>();
    for (var line : written.getOrDefault(stack.project().value(), List.of())) {
      if (range.wants(line.service()) && !line.at().isBefore(range.since())) {
        services.computeIfAbsent(line.service(), _ -> new ArrayList<>()).add(line);
      }
    }
    return services.values().stream().map(lines -> feed(last(lines, range))).toList();
  }

  private static List<LogLine> last(List<LogLine> lines, LogRange range) {
    var last = range.last();
    return last == null || lines.size() <= last
        ? lines
        : lines.subList(lines.size() - last, lines.size());
  }

  private LogFeed feed(List<LogLine> lines) {
    openFeeds++;
    var left = lines.iterator();
    return new LogFeed() {
      @Override
      public @Nullable LogLine next() {
        return left.hasNext() ? left.next() : null;
      }

      @Override
      public void close() {
        synchronized (FakeStackRuntime.this) {
          openFeeds--;
        }
      }
    };
  }

  /** How often somebody asked what a stack uses. */
  public synchronized int asked() {
    return asked;
  }

  @Override
  public synchronized List<ServiceUsage> usage(StackSpec stack) throws RuntimeUnavailable {
    requireThere();
    asked++;
    return List.of(
        new ServiceUsage("db", Instant.now(), 0.5, 1024L, 2048L, null, null, (long) asked));
  }

  @Override
  public synchronized List<ProjectRef> inventory() throws RuntimeUnavailable {
    requireThere();
    return held.keySet().stream().map(ProjectRef::new).toList();
  }

  private void requireThere() throws RuntimeUnavailable {
    if (away) {
      throw new RuntimeUnavailable("The fake is away", new IllegalStateException("told so"));
    }
  }

  private synchronized void act(StackSpec stack, UnaryOperator<Held> change) throws StackFailure {
    var failure = next;
    if (failure != null) {
      next = null;
      throw failure;
    }
    var found =
        held.computeIfAbsent(
            stack.project().value(),
            _ -> new Held(stack, FIRST_PORT + held.size(), false, false, false));
    if (!found.claim().organization().equals(stack.organization())) {
      throw new StackFailure("not_ours", "It belongs to another organization.", false, null);
    }
    if (found.claim().generation().compareTo(stack.generation()) > 0
        || found.claim().token() > stack.token()) {
      throw new StackFailure("fenced_off", "A newer task has taken this project.", false, null);
    }
    held.put(stack.project().value(), change.apply(found.claimed(stack)));
  }
}
