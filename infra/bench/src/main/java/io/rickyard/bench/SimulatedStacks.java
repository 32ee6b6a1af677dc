package io.rickyard.bench;

import io.micronaut.context.annotation.Replaces;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.worker.stack.LogFeed;
import io.rickyard.worker.stack.LogRange;
import io.rickyard.worker.stack.ServiceUsage;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackObservation;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackSpec;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stacks that are nothing but what a worker is told of them: all services of the profile full,
 * always healthy. In the place of the runtime with processes, in a worker with this on its path.
 */
@Singleton
@Named("process")
@Replaces(value = StackRuntime.class, named = "process")
public final class SimulatedStacks implements StackRuntime {

  private static final int PORT = 5432;
  private static final List<String> SERVICES =
      List.of(
          "db",
          "gateway",
          "auth",
          "rest",
          "meta",
          "realtime",
          "storage",
          "imgproxy",
          "functions",
          "studio",
          "pooler",
          "analytics",
          "vector");

  private final Set<ProjectRef> running = ConcurrentHashMap.newKeySet();

  @Override
  public String name() {
    return "process";
  }

  @Override
  public Set<StackProfile> profiles() {
    return EnumSet.allOf(StackProfile.class);
  }

  @Override
  public boolean isolatesProjects() {
    return true;
  }

  @Override
  public StackObservation observe(StackSpec stack) {
    var now = Instant.now();
    if (!running.contains(stack.project())) {
      return StackObservation.absent(now);
    }
    var services =
        SERVICES.stream()
            .map(service -> new ServiceHealth(service, true, now, "1.0", null))
            .toList();
    var database = new DatabaseEndpoint("127.0.0.1", PORT, "postgres", "17");
    return new StackObservation(true, true, services, database, List.of(), now);
  }

  @Override
  public void prepare(StackSpec stack, StackLog log) {
    // there is nothing to make room for
  }

  @Override
  public void initialize(StackSpec stack, StackLog log) {
    // nor data
  }

  @Override
  public void start(StackSpec stack, StackLog log) {
    running.add(stack.project());
  }

  @Override
  public void restart(StackSpec stack, String service, StackLog log) {
    start(stack, log);
  }

  @Override
  public void resize(StackSpec stack, StackLog log) {
    start(stack, log);
  }

  @Override
  public void apply(StackSpec stack, SettingSection section, boolean restart, StackLog log) {
    start(stack, log);
  }

  @Override
  public boolean awaitsRestart(StackSpec stack, SettingSection section) {
    return false;
  }

  @Override
  public void configure(StackSpec stack, StackLog log) {
    // nor anything to set up
  }

  @Override
  public void stop(StackSpec stack, StackLog log) {
    running.remove(stack.project());
  }

  @Override
  public void remove(StackSpec stack, StackLog log) {
    stop(stack, log);
  }

  @Override
  public List<LogFeed> logs(StackSpec stack, LogRange range) {
    return List.of();
  }

  @Override
  public List<ServiceUsage> usage(StackSpec stack) {
    return List.of();
  }

  @Override
  public List<ProjectRef> inventory() {
    return List.copyOf(running);
  }
}
