package io.rickyard.gateway.acceptance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.secret.Fingerprints;
import io.rickyard.gateway.secret.Passwords;
import io.rickyard.gateway.secret.SecretSealer;
import io.rickyard.gateway.upstream.AcceptanceAnswer;
import io.rickyard.gateway.upstream.AcceptanceRequest;
import io.rickyard.gateway.upstream.AcceptanceRequest.Idempotency;
import io.rickyard.gateway.upstream.BranchClient;
import io.rickyard.gateway.upstream.OrgClient;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Work that org-service promises, because it changes a project or carries an idempotency key.
 *
 * <ol>
 *   <li>org-service commits the desired state and the command: from here on the promise stands.
 *   <li>The command is emitted, so that work starts at once.
 *   <li>org-service hears that it stands in Kafka. What fails after the first step, its relay
 *       mends.
 * </ol>
 */
@Singleton
public final class Acceptances {

  private static final String DATABASE_PASSWORD = "db_pass";

  private final OrgClient org;
  private final BranchClient branches;
  private final RightsCache rights;
  private final SecretSealer sealer;
  private final Fingerprints fingerprints;
  private final Emission emission;
  private final SentReports reports;

  Acceptances(
      OrgClient org,
      BranchClient branches,
      RightsCache rights,
      SecretSealer sealer,
      Fingerprints fingerprints,
      Emission emission,
      SentReports reports) {
    this.org = org;
    this.branches = branches;
    this.rights = rights;
    this.sealer = sealer;
    this.fingerprints = fingerprints;
    this.emission = emission;
    this.reports = reports;
  }

  Accepted accept(Submission submission, Call call) {
    return accept(submission, secrets(submission), submission, call);
  }

  Accepted accept(BulkSubmission bulk, Call call) {
    return accept(bulk.submission(), bulk.sealed(), bulk.asked(), call);
  }

  /** A branch is a new project of its parent's organization, and reads what its parent has. */
  AcceptedBranch accept(ProjectRef parent, BranchClient.Note note, Call call) {
    var caller = call.identity().caller();
    if (!caller.scopes().isEmpty()) {
      var organization = rights.organization(parent, call);
      caller.requireScope(Permission.PROJECT_CREATE, organization, null);
      caller.requireScope(Permission.PROJECT_CHANGE, organization, parent);
    }
    var made = branches.make(parent, note, call);
    return new AcceptedBranch(made.branch(), accepted(made.acceptance(), null));
  }

  /**
   * The same with secrets for the worker alone.
   *
   * @param secrets by the field that each is sealed for
   */
  Accepted accept(Submission submission, Map<String, String> secrets, Call call) {
    var project = requireNonNull(submission.project(), "What has such secrets is a project's");
    var organization = rights.organization(project, call);
    var sealed = new HashMap<String, SealedSecret>();
    secrets.forEach((field, value) -> sealed.put(field, sealer.seal(organization, field, value)));
    return accept(submission, sealed, List.of(submission, secrets), call);
  }

  private Accepted accept(
      Submission submission, Map<String, SealedSecret> sealed, Object asked, Call call) {
    requireScope(submission, call);
    var answer = org.accept(request(submission, sealed, asked, call), call);
    return accepted(answer, submission.project());
  }

  private Accepted accepted(AcceptanceAnswer answer, @Nullable ProjectRef named) {
    return new Accepted(
        answer.taskId(),
        settle(answer).orElse(null),
        answer.replayed(),
        answer.organization(),
        answer.project() == null ? named : answer.project().ref(),
        answer.project(),
        Instant.now());
  }

  /** org-service looks at the role; scopes end at the gateway. */
  private void requireScope(Submission submission, Call call) {
    var caller = call.identity().caller();
    if (caller.scopes().isEmpty()) {
      return;
    }
    var project = submission.project();
    var organization =
        project == null
            ? requireNonNull(submission.organization(), "Without a project it has one")
            : rights.organization(project, call);
    caller.requireScope(permission(submission.type()), organization, project);
    if (submission.input() instanceof TaskInput.StackMigrate migrate) {
      caller.requireScope(Permission.PROJECT_CHANGE, organization, migrate.from());
    }
    if (submission.needsAdministrator()) {
      caller.requireScope(Permission.QUEUE_CHANGE, organization, project);
    }
  }

  private static Permission permission(TaskType type) {
    return switch (type) {
      case BuiltInType.STACK_PROVISION, BuiltInType.STACK_ADOPT -> Permission.PROJECT_CREATE;
      case BuiltInType.STACK_DELETE -> Permission.PROJECT_DELETE;
      case BuiltInType.TASKS_CANCEL, BuiltInType.TASKS_RETRY -> Permission.TASK_CHANGE;
      case BuiltInType builtIn when builtIn.changesStack() -> Permission.PROJECT_CHANGE;
      case BuiltInType _, ExtensionType _ -> Permission.TASK_CREATE;
    };
  }

  /** Emits a promise's command, where that is still to do, and reports it sent. */
  public Optional<Position> settle(AcceptanceAnswer answer) {
    var message = answer.message();
    if (message == null) {
      return Optional.ofNullable(answer.position());
    }
    Optional<Position> position = emission.promised(message.outgoing());
    String outboxId = answer.outboxId();
    if (outboxId != null) {
      position.ifPresent(at -> reports.report(outboxId, at));
    }
    return position;
  }

  private AcceptanceRequest request(
      Submission submission, Map<String, SealedSecret> sealed, Object asked, Call call) {
    String key = call.idempotencyKey();
    return new AcceptanceRequest(
        submission.type(),
        text(submission.organization()),
        text(submission.project()),
        input(submission),
        submission.labels(),
        submission.queue(),
        submission.runAt(),
        sealed,
        text(submission.retryOf()),
        submission.options(),
        key == null ? null : new Idempotency(key, call.scope(), fingerprints.of(asked)),
        call.origin(),
        call.correlationId().value());
  }

  private static JsonNode input(Submission submission) {
    return ContractJson.mapper().valueToTree(submission.input());
  }

  private Map<String, SealedSecret> secrets(Submission submission) {
    String given = submission.databasePassword();
    // An adopted stack has its password already, which whoever adopts it may know.
    if (submission.type() != BuiltInType.STACK_PROVISION && given == null) {
      return Map.of();
    }
    var organization = requireNonNull(submission.organization(), "A new project has one");
    String password = given == null ? Passwords.next() : given;
    return Map.of(DATABASE_PASSWORD, sealer.seal(organization, DATABASE_PASSWORD, password));
  }

  private static @Nullable String text(@Nullable Object id) {
    return id == null ? null : id.toString();
  }
}
