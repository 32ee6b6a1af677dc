package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Branches of projects, at org-service. */
@Singleton
public final class BranchClient {

  private static final Target PROJECTS = Target.of(Upstream.ORG, "/projects");
  private static final Target BRANCHES = Target.of(Upstream.ORG, "/branches");

  private final InternalHttp http;

  BranchClient(InternalHttp http) {
    this.http = http;
  }

  /**
   * What people say of a branch; what is left out is left as it is.
   *
   * @param name what it is called
   * @param gitBranch the branch of the repository that it stands for
   * @param prNumber the pull request that it is for
   * @param persistent whether it is meant to stay
   * @param region where it shall live; only for a branch to be
   */
  public record Note(
      @Nullable String name,
      @Nullable String gitBranch,
      @Nullable Integer prNumber,
      @Nullable Boolean persistent,
      @Nullable String region) {}

  /** A branch that was promised, with the promise. */
  public record Made(BranchView branch, AcceptanceAnswer acceptance) {
    /** Checks that nothing is missing. */
    public Made {
      requireNonNull(branch, "branch");
      requireNonNull(acceptance, "acceptance");
    }
  }

  /** A project's branches. */
  public List<BranchView> of(ProjectRef parent, Call call) {
    return http.get(of(parent), call).as(new TypeReference<>() {});
  }

  /** Has one promised. */
  public Made make(ProjectRef parent, Note note, Call call) {
    return http.once(of(parent), note, call).as(Made.class);
  }

  /** One of them, by its id or its project's reference. */
  public BranchView get(String branch, Call call) {
    return http.get(BRANCHES.segment(branch), call).as(BranchView.class);
  }

  /** Says other things of one. */
  public BranchView change(BranchView branch, Note note, Call call) {
    var target = BRANCHES.segment(branch.id().toString());
    return http.send("PATCH", target, note, call).as(BranchView.class);
  }

  private static Target of(ProjectRef parent) {
    return PROJECTS.segment(parent.value()).segment("branches");
  }
}
