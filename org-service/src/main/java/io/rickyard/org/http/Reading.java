package io.rickyard.org.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.DomainName;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.org.branch.BranchId;
import io.rickyard.org.hook.HookId;
import io.rickyard.org.invitation.InvitationId;
import io.rickyard.org.organization.UserId;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import io.rickyard.org.schedule.ScheduleId;
import io.rickyard.org.snippet.SnippetId;
import io.rickyard.org.team.TeamSlug;
import java.util.function.Supplier;

/**
 * Makes our types of what came over the wire; what does not fit is refused in the caller's words.
 */
final class Reading {

  private Reading() {}

  /** A value whose type checks itself. */
  static <T> T of(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (IllegalArgumentException e) {
      throw new Refused(Refusal.INVALID, words(e), e);
    }
  }

  /** An organization named in a path or query: what can be none, is none. */
  static OrganizationId organization(String slug) {
    return existing(() -> new OrganizationId(slug), "organization");
  }

  /** A project named in a path or query. */
  static ProjectRef project(String ref) {
    return existing(() -> new ProjectRef(ref), "project");
  }

  /** A domain named in a path. */
  static DomainName domain(String name) {
    return existing(() -> DomainName.parse(name), "domain");
  }

  /** A branch named in a path by its id. */
  static BranchId branch(String id) {
    return existing(() -> BranchId.parse(id), "branch");
  }

  /** A hook named in a path. */
  static HookId hook(String id) {
    return existing(() -> HookId.parse(id), "hook");
  }

  /** An invitation named in a path. */
  static InvitationId invitation(String id) {
    return existing(() -> InvitationId.parse(id), "invitation");
  }

  /** A member named in a path. */
  static UserId member(String id) {
    return existing(() -> UserId.parse(id), "member");
  }

  /** A snippet named in a path or query. */
  static SnippetId snippet(String id) {
    return existing(() -> SnippetId.parse(id), "snippet");
  }

  /** A team named in a path. */
  static TeamSlug team(String slug) {
    return existing(() -> new TeamSlug(slug), "team");
  }

  /** A schedule named in a path or query. */
  static ScheduleId schedule(String id) {
    return existing(() -> ScheduleId.parse(id), "schedule");
  }

  static Refused unfit(JsonProcessingException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof IllegalArgumentException complaint) {
        return new Refused(Refusal.INVALID, words(complaint), failure);
      }
    }
    return new Refused(Refusal.INVALID, "The input does not fit its type", failure);
  }

  private static <T> T existing(Supplier<T> reading, String what) {
    try {
      return reading.get();
    } catch (IllegalArgumentException _) {
      throw Refused.notFound(what);
    }
  }

  private static String words(IllegalArgumentException complaint) {
    String message = complaint.getMessage();
    return message == null ? "The request does not fit" : message;
  }
}
