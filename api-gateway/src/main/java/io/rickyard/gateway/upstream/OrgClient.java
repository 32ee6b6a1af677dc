package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Organizations, projects, rights and acceptance, at org-service. */
@Singleton
public final class OrgClient {

  private static final Target ORGANIZATIONS = Target.of(Upstream.ORG, "/organizations");
  private static final Target PROJECTS = Target.of(Upstream.ORG, "/projects");
  private static final Target ACCEPTANCES = Target.of(Upstream.ORG, "/acceptances");
  private static final Target BATCHES = Target.of(Upstream.ORG, "/batches");
  private static final Target CLAIMS = Target.of(Upstream.ORG, "/idempotency-claims");
  private static final Target RIGHTS = Target.of(Upstream.ORG, "/rights");

  private final InternalHttp http;
  private final ServiceToken serviceToken;

  private record Batch(TaskId id) {}

  private record RightsQuestion(Collection<OrganizationId> organizations) {}

  OrgClient(InternalHttp http, ServiceToken serviceToken) {
    this.http = http;
    this.serviceToken = serviceToken;
  }

  /** The caller's organizations. */
  public List<OrganizationView> organizations(Call call) {
    return http.get(ORGANIZATIONS, call).as(new TypeReference<>() {});
  }

  /** Founds an organization. */
  public Answer create(String name, Call call) {
    return http.once(ORGANIZATIONS, Map.of("name", name), call);
  }

  /** One organization. */
  public OrganizationView organization(OrganizationId id, Call call) {
    return http.get(ORGANIZATIONS.segment(id.value()), call).as(OrganizationView.class);
  }

  /** How much of something an organization may have. */
  public record Limits(Integer projects) {
    /** Checks that nothing is missing. */
    public Limits {
      requireNonNull(projects, "projects");
    }
  }

  /** How much an organization may have; refuses who is no member. */
  public Limits limits(OrganizationId id, Call call) {
    return http.get(ORGANIZATIONS.segment(id.value()).segment("limits"), call).as(Limits.class);
  }

  /** An organization's members. */
  public List<MemberView> members(OrganizationId id, Call call) {
    var members = ORGANIZATIONS.segment(id.value()).segment("members");
    return http.get(members, call).as(new TypeReference<>() {});
  }

  /** The projects of one organization, or of all that the caller belongs to. */
  public List<ProjectView> projects(@Nullable OrganizationId organization, Call call) {
    return http.get(PROJECTS.with("organization", organization), call).as(new TypeReference<>() {});
  }

  /** One project. */
  public ProjectView project(ProjectRef ref, Call call) {
    return http.get(PROJECTS.segment(ref.value()), call).as(ProjectView.class);
  }

  /** Gives a project another name. */
  public ProjectView rename(ProjectRef ref, String name, Call call) {
    var target = PROJECTS.segment(ref.value());
    return http.send("PATCH", target, Map.of("name", name), call).as(ProjectView.class);
  }

  /** Decides what is done about a project's drift; null leaves it to the installation. */
  public ProjectView choose(ProjectRef ref, @Nullable DriftPolicy policy, Call call) {
    var target = PROJECTS.segment(ref.value()).segment("drift-policy");
    return http.send("PUT", target, new Chosen(policy), call).as(ProjectView.class);
  }

  private record Chosen(@Nullable DriftPolicy policy) {}

  /** What the caller is in an organization; refuses when it is nothing. */
  public Right right(OrganizationId organization, Call call) {
    return http.get(RIGHTS.with("organization", organization), call).as(Right.class);
  }

  /** What the caller is in those of up to 1,000 organizations where it is anything. */
  public List<Right> rights(Collection<OrganizationId> organizations, Call call) {
    return http.send("POST", RIGHTS, new RightsQuestion(organizations), call)
        .as(new TypeReference<>() {});
  }

  /** What the caller is on a project; refuses when it is nothing. */
  public Right right(ProjectRef project, Call call) {
    return http.get(RIGHTS.with("project", project), call).as(Right.class);
  }

  /** Asks for a promise, which is kept from then on whatever happens here. */
  public AcceptanceAnswer accept(AcceptanceRequest request, Call call) {
    return http.send("POST", ACCEPTANCES, request, call).as(AcceptanceAnswer.class);
  }

  /** The id of the batch that is submitted under a key, made at the first time. */
  public TaskId batch(AcceptanceRequest.Idempotency key, Call call) {
    return http.send("POST", BATCHES, key, call).as(Batch.class).id();
  }

  /**
   * Keeps a decision under the call's idempotency key; returns the one that was kept there before,
   * if the same was asked already. Without a key every decision is new.
   */
  public String decided(String decision, Object asked, Call call) {
    return call.idempotencyKey() == null
        ? decision
        : http.once(CLAIMS, new Claim(decision), asked, call).as(Claim.class).decision();
  }

  /** What is kept under a key. */
  private record Claim(String decision) {}

  /** Reports that a promise's message stands in Kafka. */
  public void sent(String outboxId, Position position) {
    var target = ACCEPTANCES.segment(outboxId).segment("sent");
    http.send("POST", target, Map.of("position", position.text()), serviceToken.get());
  }
}
