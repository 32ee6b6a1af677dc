package io.rickyard.gateway.management;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.UUID;

/** Reads ids out of paths: what is no id names nothing, so it is 404 like an unknown one. */
public final class Paths {

  private Paths() {}

  /** The organization of that slug. */
  public static OrganizationId organization(String slug) {
    try {
      return new OrganizationId(slug);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Organization not found");
    }
  }

  /** The id of an opaque key. */
  static String key(String id) {
    try {
      return UUID.fromString(id).toString();
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "API key not found");
    }
  }

  /** The id of a signing key. */
  static String signingKey(String id) {
    try {
      return UUID.fromString(id).toString();
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Signing key not found");
    }
  }

  /** The project of that reference. */
  public static ProjectRef project(String ref) {
    try {
      return new ProjectRef(ref);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Project not found");
    }
  }
}
