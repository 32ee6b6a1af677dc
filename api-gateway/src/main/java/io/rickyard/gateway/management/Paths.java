package io.rickyard.gateway.management;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;

/** Reads ids out of paths: what is no id names nothing, so it is 404 like an unknown one. */
final class Paths {

  private Paths() {}

  static OrganizationId organization(String slug) {
    try {
      return new OrganizationId(slug);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Organization not found");
    }
  }

  static ProjectRef project(String ref) {
    try {
      return new ProjectRef(ref);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "Project not found");
    }
  }
}
