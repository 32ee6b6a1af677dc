package io.rickyard.gateway.acceptance;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.Beginning;
import io.rickyard.gateway.audit.AcceptedDeeds;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.secret.Fingerprints;
import io.rickyard.gateway.upstream.AcceptanceRequest.Idempotency;
import io.rickyard.gateway.upstream.OrgClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.Problem;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Takes many tasks in at once.
 *
 * <ol>
 *   <li>The batch gets an id; under an idempotency key it is the one that org-service keeps for the
 *       key, so that the same body asks for the same tasks again.
 *   <li>Each line's right is looked up once per organization or project, those of many
 *       organizations together.
 *   <li>All commands are handed to Kafka, one after the other, and only then their acknowledgements
 *       are waited for. A line says that it was taken after the brokers said so.
 * </ol>
 *
 * What changes a project is not taken here: each such task is a transaction of its own in
 * org-service, so a batch of them would be none.
 */
@Singleton
public final class Batches {

  private final DiskGuard disk;
  private final DirectCommands commands;
  private final Emission emission;
  private final OrgClient org;
  private final Fingerprints fingerprints;
  private final AcceptedDeeds deeds;

  Batches(
      DiskGuard disk,
      DirectCommands commands,
      Emission emission,
      OrgClient org,
      Fingerprints fingerprints,
      AcceptedDeeds deeds) {
    this.deeds = deeds;
    this.disk = disk;
    this.commands = commands;
    this.emission = emission;
    this.org = org;
    this.fingerprints = fingerprints;
  }

  private sealed interface Outcome {
    record Sent(int line, TaskId id, CompletableFuture<Position> position) implements Outcome {}

    record Refused(BatchResult result) implements Outcome {}
  }

  /** Whose a line's task would be, or why the caller may not ask for it. */
  private sealed interface Owner {
    record Allowed(OrganizationId organization) implements Owner {}

    record Forbidden(Problem problem) implements Owner {}
  }

  private record Asked(String organizationOrProject, boolean ownQueue) {}

  /** Takes the lines in, in their order; the results are in that order too. */
  public List<BatchResult> submit(List<BatchLine> lines, String digest, Call call) {
    disk.check();
    Instant now = Instant.now();
    TaskId batch = batch(digest, call);
    commands.lookUp(
        lines.stream()
            .filter(BatchLine.Wanted.class::isInstance)
            .map(line -> ((BatchLine.Wanted) line).submission()),
        call);
    Map<Asked, Owner> owners = new HashMap<>();
    List<Outcome> outcomes = new ArrayList<>(lines.size());
    for (BatchLine line : lines) {
      outcomes.add(
          switch (line) {
            case BatchLine.Refused refused ->
                new Outcome.Refused(BatchResult.refused(refused.number(), refused.problem()));
            case BatchLine.Wanted wanted -> send(wanted, batch, now, owners, call);
          });
    }
    List<BatchResult> results = outcomes.stream().map(this::settled).toList();
    record(batch, owners.values(), lines.size(), call);
    return results;
  }

  /** One deed for each organization, however many its lines are. */
  private void record(TaskId batch, Collection<Owner> owners, int lines, Call call) {
    owners.stream()
        .mapMulti((Owner owner, Consumer<OrganizationId> organizations) -> {
          if (owner instanceof Owner.Allowed allowed) {
            organizations.accept(allowed.organization());
          }
        })
        .distinct()
        .forEach(organization ->
            deeds.accepted(
                "task.batch", batch.toString(), organization, null, lines + " lines", call));
  }

  private TaskId batch(String digest, Call call) {
    String key = call.idempotencyKey();
    return key == null
        ? TaskId.next()
        : org.batch(
            new Idempotency(key, call.scope(), fingerprints.of(Map.of("batch", digest))), call);
  }

  private Outcome send(
      BatchLine.Wanted line, TaskId batch, Instant now, Map<Asked, Owner> owners, Call call) {
    var submission = line.submission();
    if (!submission.terms().allow(Beginning.BATCH)) {
      return refused(
          line,
          Problem.of(
              ErrorCode.NOT_IN_BATCH,
              submission.type().wireName() + " is not taken in a batch: submit it by itself"));
    }
    return switch (owners.computeIfAbsent(asked(submission), _ -> owner(submission, call))) {
      case Owner.Forbidden forbidden -> refused(line, forbidden.problem());
      case Owner.Allowed allowed -> {
        var id = batch.inBatch(line.number());
        var message = commands.message(id, submission, Map.of(), allowed.organization(), now, call);
        yield new Outcome.Sent(line.number(), id, emission.pipelined(message));
      }
    };
  }

  private static Asked asked(Submission submission) {
    var project = submission.project();
    return new Asked(
        project == null ? "organization " + submission.organization() : "project " + project,
        !submission.needsAdministrator());
  }

  private Owner owner(Submission submission, Call call) {
    try {
      return new Owner.Allowed(commands.allowed(submission, call));
    } catch (RequestRefused refused) {
      return new Owner.Forbidden(refused.problem());
    }
  }

  private BatchResult settled(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Refused refused -> refused.result();
      case Outcome.Sent sent -> {
        try {
          yield BatchResult.taken(sent.line(), sent.id(), emission.acknowledged(sent.position()));
        } catch (RequestRefused refused) {
          yield refused.code() == ErrorCode.OUTCOME_UNKNOWN
              ? BatchResult.unknown(sent.line(), sent.id(), refused.problem())
              : BatchResult.refused(sent.line(), refused.problem());
        }
      }
    };
  }

  private static Outcome refused(BatchLine.Wanted line, Problem problem) {
    return new Outcome.Refused(BatchResult.refused(line.number(), problem));
  }
}
