package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.stack.blueprint.Volume;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The volumes of stacks. Removing a stack only marks them as trash, and trash is collected later:
 * by then whoever could still have mounted one has long been stopped.
 */
final class StackVolumes {

  private static final Logger LOG = LoggerFactory.getLogger(StackVolumes.class);

  private final Engine engine;
  private final StackLabels labels;
  private final Claims claims;
  private final VolumeTable table;

  StackVolumes(Engine engine, StackLabels labels, Claims claims, VolumeTable table) {
    this.engine = engine;
    this.labels = labels;
    this.claims = claims;
    this.table = table;
  }

  /** Makes those that are missing and never were complete. */
  void open(StackSpec stack, StackPlan plan) throws StackFailure, InterruptedException {
    for (var name : names(plan)) {
      var row = table.open(stack.project(), name);
      if (!present(row)) {
        if (row.filled()) {
          throw DockerFailures.dataMissing(name);
        }
        create(stack, row);
      }
    }
  }

  private void create(StackSpec stack, VolumeTable.Row row)
      throws StackFailure, InterruptedException {
    claims.require(stack);
    var name = name(row);
    var all = new TreeMap<>(labels.of(stack));
    all.put(StackLabels.VOLUME, row.volume());
    engine.act(
        "create volume " + name,
        client -> client.createVolumeCmd().withName(name).withLabels(all).exec());
    if (!present(row)) {
      throw DockerFailures.notOurs(
          "A volume that is not ours is called %s; it is left alone.".formatted(name));
    }
  }

  /** Starts again with empty ones, where nobody saw what was in them complete. */
  void renewUnfilled(StackSpec stack, StackPlan plan) throws StackFailure, InterruptedException {
    for (var name : names(plan)) {
      if (table.find(stack.project(), name).filter(VolumeTable.Row::filled).isPresent()) {
        return;
      }
    }
    claims.require(stack);
    table.trash(stack.project());
  }

  /**
   * The engine's names of a stack's volumes, by theirs.
   *
   * @throws StackFailure {@code data_missing} when one is not there
   */
  Map<String, String> names(StackSpec stack, StackPlan plan)
      throws StackFailure, InterruptedException {
    var found = new HashMap<String, String>();
    for (var name : names(plan)) {
      var row = table.find(stack.project(), name);
      // A container would get an empty one in its place.
      if (row.isEmpty() || !present(row.get())) {
        throw DockerFailures.dataMissing(name);
      }
      found.put(name, name(row.get()));
    }
    return Map.copyOf(found);
  }

  /** The engine's names of those of a stack's volumes that it was given, by theirs. */
  Map<String, String> given(ProjectRef project, StackPlan plan) throws StackFailure {
    var given = new HashMap<String, String>();
    for (var name : names(plan)) {
      table.find(project, name).ifPresent(row -> given.put(name, name(row)));
    }
    return Map.copyOf(given);
  }

  /**
   * Whether the data of a stack are there. What it was never given is not missing: a stack that
   * grows gets it for its new services.
   */
  boolean present(ProjectRef project, StackPlan plan) throws StackFailure, InterruptedException {
    var present = false;
    for (var service : plan.services()) {
      for (var volume : service.volumes()) {
        if (volume.kind() == Volume.Kind.DATA) {
          var row = table.find(project, volume.name());
          if (row.isPresent() && !present(row.get())) {
            return false;
          }
          present |= row.isPresent();
        }
      }
    }
    return present;
  }

  /**
   * One that carries our labels: the engine makes a nameless one for whoever mounts what is gone.
   */
  private boolean present(VolumeTable.Row row) throws InterruptedException {
    var name = name(row);
    try {
      var volume =
          engine.ask("look at volume " + name, client -> client.inspectVolumeCmd(name).exec());
      var its = volume.getLabels();
      return its != null && its.entrySet().containsAll(labels.of(row.project()).entrySet());
    } catch (NotFoundException _) {
      return false;
    }
  }

  /** Notes that what they hold is complete, and is kept from now on. */
  void filled(StackSpec stack) throws StackFailure {
    table.filled(stack.project());
  }

  /** Marks all of a stack's as trash. */
  void trash(StackSpec stack) throws StackFailure {
    claims.require(stack);
    table.trash(stack.project());
  }

  /** The projects that have a volume in use. */
  java.util.Set<ProjectRef> projects() throws StackFailure {
    return table.projects();
  }

  /** Deletes what has been trash for so long. */
  void collect(Duration after) throws StackFailure, InterruptedException {
    for (var trash : table.trashedFor(after)) {
      if (present(trash) && !delete(name(trash))) {
        continue;
      }
      table.forget(trash);
    }
  }

  private boolean delete(String name) throws InterruptedException {
    try {
      engine.act("delete volume " + name, client -> client.removeVolumeCmd(name).exec());
      LOG.info("event=volume_deleted volume={}", name);
      return true;
    } catch (NotFoundException _) {
      return true;
    } catch (ConflictException _) {
      LOG.warn("event=trash_in_use volume={} repair=\"look for a container that mounts it\"", name);
      return false;
    }
  }

  private String name(VolumeTable.Row row) {
    return labels.volume(row.project(), row.volume(), row.number());
  }

  private static List<String> names(StackPlan plan) {
    return plan.services().stream()
        .flatMap(service -> service.volumes().stream())
        .map(Volume::name)
        .distinct()
        .toList();
  }
}
