package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.worker.runtime.DatabaseSize;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.runtime.docker.AdoptedStacks.Adopted;
import io.rickyard.worker.stack.LogFeed;
import io.rickyard.worker.stack.LogRange;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.ServiceUsage;
import io.rickyard.worker.stack.StackAdoption;
import io.rickyard.worker.stack.StackChanges;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackObservation;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stacks that compose made, and that stay their owners'. They are looked at, started and stopped as
 * they are. Nothing of them is ever made, replaced or removed here: deleting such a project forgets
 * it.
 */
final class AdoptedStackRuntime implements StackRuntime, StackAdoption, AutoCloseable {

  /** What a database's image says of itself. */
  private static final String DATABASE_MARK = "PGDATA";

  private static final String DATABASE_NAME = "db";

  private static final Duration LOOK_AT_LEAST = Duration.ofSeconds(1);

  private final DockerSettings settings;
  private final Engine engine;
  private final Claims claims;
  private final AdoptedStacks stacks;
  private final Adoptable adoptable;
  private final Clock clock;
  private final AdoptedContainers containers;
  private final AdoptedSight sight;
  private final ContainerLogs logs;
  private final ContainerUsage usages;
  private final EngineEvents events;

  /** Whose stack is whose, as far as they were looked at: events name the stack. */
  private final Map<String, ProjectRef> known = new ConcurrentHashMap<>();

  AdoptedStackRuntime(
      DockerSettings settings,
      Engine engine,
      Claims claims,
      AdoptedStacks stacks,
      Adoptable adoptable,
      Clock clock) {
    this.settings = settings;
    this.engine = engine;
    this.claims = claims;
    this.stacks = stacks;
    this.adoptable = adoptable;
    this.clock = clock;
    this.containers = new AdoptedContainers(engine, claims);
    this.sight = new AdoptedSight(settings.address(), engine.settings().onThisMachine(), clock);
    this.logs = new ContainerLogs(engine);
    this.usages = new ContainerUsage(engine, clock);
    this.events =
        new EngineEvents(
            engine,
            (_, attributes) ->
                Optional.ofNullable(attributes.get(AdoptedContainer.PROJECT)).map(known::get));
  }

  @Override
  public String name() {
    return RUNTIME;
  }

  /** Nothing is built on it. */
  @Override
  public Set<StackProfile> profiles() {
    return Set.of();
  }

  @Override
  public boolean isolatesProjects() {
    return true;
  }

  @Override
  public Duration attemptWithin() {
    return settings.stopWithin().plus(settings.startWithin());
  }

  @Override
  public Optional<String> obstacle() {
    return engine.obstacle();
  }

  @Override
  public void tellChanges(StackChanges changes) {
    events.tellOnceUsed(changes);
  }

  @Override
  public Map<String, String> adopt(
      ProjectRef project, OrganizationId organization, String composeProject)
      throws StackFailure, InterruptedException {
    if (!adoptable.by(organization, composeProject)) {
      throw DockerFailures.failure(
          "adoption_not_allowed",
          "%s may not be adopted by this organization; whoever runs the installation can allow it with rickyard.runtime.docker.adoptable"
              .formatted(composeProject),
          false,
          null);
    }
    return DockerFailures.classified(() -> {
      var running =
          containers.of(composeProject).stream()
              .filter(container -> container.seen().running())
              .toList();
      var database = database(composeProject, running);
      var services =
          running.stream().map(AdoptedContainer::service).collect(Collectors.toUnmodifiableSet());
      var noted =
          stacks.note(new Adopted(project, organization, composeProject, services, database, null));
      if (!noted.project().equals(project)) {
        throw DockerFailures.failure(
            "adopted_already",
            "Another project is %s already".formatted(composeProject),
            false,
            null);
      }
      return AdoptedSecrets.of(running, database);
    });
  }

  private static String database(String composeProject, List<AdoptedContainer> running)
      throws StackFailure {
    if (running.isEmpty()) {
      throw DockerFailures.failure(
          "nothing_to_adopt",
          "Nothing that runs on the engine is compose's %s; start it first"
              .formatted(composeProject),
          false,
          null);
    }
    var names =
        running.stream()
            .filter(container ->
                container.service().equals(DATABASE_NAME)
                    || container.seen().made().environment().containsKey(DATABASE_MARK))
            .map(AdoptedContainer::service)
            .collect(Collectors.toCollection(TreeSet::new));
    if (names.contains(DATABASE_NAME)) {
      return DATABASE_NAME;
    }
    if (names.size() != 1) {
      throw DockerFailures.failure(
          "no_database_to_adopt",
          "A stack has one database, in a service called db or the only one of a PostgreSQL image; %s has %s"
              .formatted(composeProject, names),
          false,
          null);
    }
    return names.first();
  }

  @Override
  public void release(ProjectRef project) throws StackFailure {
    stacks.release(project);
    known.values().remove(project);
  }

  @Override
  public StackObservation observe(StackSpec stack) throws RuntimeUnavailable {
    events.used();
    return told(
        stack.project() + " can't be looked at",
        () -> {
          var found = stacks.find(stack.project());
          if (found.isEmpty()) {
            return StackObservation.absent(clock.instant());
          }
          var adopted = found.get();
          known.put(adopted.composeProject(), adopted.project());
          var seen = containers.of(adopted.composeProject());
          var gateway = sight.gateway(adopted, seen).orElse(null);
          if (gateway != null && !gateway.equals(adopted.gateway())) {
            stacks.listens(adopted.project(), gateway);
          }
          return sight.of(stack, adopted, seen);
        });
  }

  @Override
  public void prepare(StackSpec stack, StackLog log) throws StackFailure {
    claims.enter(stack);
  }

  @Override
  public void initialize(StackSpec stack, StackLog log) throws StackFailure {
    claims.enter(stack);
  }

  @Override
  public void configure(StackSpec stack, StackLog log) throws StackFailure {
    claims.enter(stack);
  }

  @Override
  public void start(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(stack, adopted -> start(stack, adopted, adopted.services()::contains, log));
  }

  @Override
  public void mend(StackSpec stack, Set<String> services, StackLog log)
      throws StackFailure, InterruptedException {
    act(stack, adopted -> start(stack, adopted, services::contains, log));
  }

  @Override
  public void restart(StackSpec stack, String service, StackLog log)
      throws StackFailure, InterruptedException {
    act(
        stack,
        adopted -> {
          if (!adopted.services().contains(service)) {
            throw StackFailure.noService(service, List.copyOf(new TreeSet<>(adopted.services())));
          }
          for (var container : own(adopted, service::equals)) {
            containers.stop(stack, container, settings.stopWithin());
          }
          start(stack, adopted, service::equals, log);
        });
  }

  @Override
  public void resize(StackSpec stack, StackLog log) throws StackFailure {
    throw DockerFailures.failure(
        "project_adopted",
        "Which services an adopted stack has and what they may use is said where its compose file is",
        false,
        null);
  }

  @Override
  public void apply(StackSpec stack, SettingSection section, boolean restart, StackLog log)
      throws StackFailure {
    throw DockerFailures.failure(
        "project_adopted",
        "What an adopted stack's services are told is said where its compose file is",
        false,
        null);
  }

  /** Nothing is told to its services from here. */
  @Override
  public boolean awaitsRestart(StackSpec stack, SettingSection section) {
    return false;
  }

  /** Those that need others first, so that each finds what it needs until it has stopped itself. */
  @Override
  public void stop(StackSpec stack, StackLog log) throws StackFailure, InterruptedException {
    act(
        stack,
        adopted -> {
          var levels =
              AdoptedContainers.inOrder(own(adopted, adopted.services()::contains)).reversed();
          for (var level : levels) {
            for (var container : level) {
              containers.stop(stack, container, settings.stopWithin());
            }
          }
          log.line(LogLevel.INFO, "its services are stopped; their containers are kept");
        });
  }

  @Override
  public void remove(StackSpec stack, StackLog log) throws StackFailure {
    claims.enter(stack);
    release(stack.project());
    log.line(LogLevel.INFO, "it is let go of; its containers and volumes are left as they are");
  }

  @Override
  public List<LogFeed> logs(StackSpec stack, LogRange range) throws RuntimeUnavailable {
    return told(
        "The logs of " + stack.project() + " can't be read", () -> logs.of(seen(stack), range));
  }

  @Override
  public List<ServiceUsage> usage(StackSpec stack) throws RuntimeUnavailable {
    return told(
        "What " + stack.project() + " uses can't be told",
        () -> {
          var adopted = adopted(stack);
          var place = sight.databasePlace(own(adopted, adopted.databaseService()::equals));
          return usages.of(seen(stack)).stream()
              .map(seen ->
                  seen.service().equals(adopted.databaseService()) && place.isPresent()
                      ? seen.keeping(size(stack, place.get()))
                      : seen)
              .toList();
        });
  }

  private static @Nullable Long size(StackSpec stack, AdoptedSight.Place place) {
    var size = DatabaseSize.ask(StackLogins.user(stack.secrets()), place.host(), place.port());
    return size.isPresent() ? size.getAsLong() : null;
  }

  /** What somebody else has made is nobody's here. */
  @Override
  public List<ProjectRef> inventory() {
    return List.of();
  }

  private List<SeenContainer> seen(StackSpec stack) throws StackFailure, InterruptedException {
    var adopted = adopted(stack);
    return own(adopted, adopted.services()::contains).stream().map(AdoptedContainer::seen).toList();
  }

  private List<AdoptedContainer> own(Adopted adopted, Predicate<String> services)
      throws InterruptedException {
    return containers.of(adopted.composeProject()).stream()
        .filter(container -> services.test(container.service()))
        .toList();
  }

  private void start(StackSpec stack, Adopted adopted, Predicate<String> services, StackLog log)
      throws StackFailure, InterruptedException {
    var present = own(adopted, services);
    for (var service : adopted.services()) {
      if (services.test(service)
          && present.stream().noneMatch(found -> found.service().equals(service))) {
        throw AdoptedContainers.gone(service);
      }
    }
    try (var watch = events.watch(stack.project())) {
      var deadline = System.nanoTime() + settings.startWithin().toNanos();
      for (var level : AdoptedContainers.inOrder(present)) {
        for (var container : level) {
          if (!container.seen().running()) {
            containers.start(stack, container);
            log.line(LogLevel.INFO, container.service() + " is started");
          }
        }
        var names = level.stream().map(AdoptedContainer::service).collect(Collectors.toSet());
        awaitReady(adopted, names, watch, deadline);
      }
    }
  }

  private void awaitReady(Adopted adopted, Set<String> services, EngineWatch watch, long deadline)
      throws StackFailure, InterruptedException {
    while (true) {
      var waited = new ArrayList<String>();
      for (var container : own(adopted, services::contains)) {
        var seen = container.seen();
        if (!seen.running()) {
          throw DockerFailures.ended(seen.service(), seen.exitCode(), seen.error());
        }
        if (!seen.ready()) {
          waited.add(seen.service() + ": " + seen.complaint());
        }
      }
      if (waited.isEmpty()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw DockerFailures.late("Not healthy in time: " + String.join(", ", waited));
      }
      watch.await(LOOK_AT_LEAST);
    }
  }

  private Adopted adopted(StackSpec stack) throws StackFailure {
    return stacks
        .find(stack.project())
        .orElseThrow(() ->
            DockerFailures.failure(
                "not_adopted",
                "Which stack the project is was let go of; delete it and adopt the stack again",
                false,
                null));
  }

  /** Something done for a stack under its claim. */
  @FunctionalInterface
  private interface Action {
    void run(Adopted adopted) throws StackFailure, InterruptedException;
  }

  private void act(StackSpec stack, Action action) throws StackFailure, InterruptedException {
    claims.enter(stack);
    var adopted = adopted(stack);
    known.put(adopted.composeProject(), adopted.project());
    DockerFailures.classified(() -> action.run(adopted));
  }

  private static <T> T told(String otherwise, DockerFailures.Question<T> question)
      throws RuntimeUnavailable {
    try {
      return DockerFailures.classified(question);
    } catch (StackFailure e) {
      throw new RuntimeUnavailable(otherwise + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeUnavailable(otherwise + ": interrupted", e);
    }
  }

  /** Its stacks go on; they are their owners'. */
  @Override
  public void close() {
    events.close();
  }
}
