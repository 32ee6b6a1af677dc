package io.rickyard.gateway.management;

import io.rickyard.contracts.organization.Role;
import io.rickyard.gateway.upstream.MemberView;
import io.rickyard.gateway.upstream.UserView;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A member, as the Management API shows it. */
record MemberShape(
    String userId,
    String userName,
    @Nullable String email,
    String roleName,
    boolean mfaEnabled,
    Role role) {

  static MemberShape of(MemberView member, Map<String, UserView> users) {
    UserView user = users.get(member.userId());
    String email = user == null ? null : user.email();
    String name = email == null ? member.userId() : email;
    return new MemberShape(member.userId(), name, email, roleName(member), false, member.role());
  }

  private static String roleName(MemberView member) {
    return switch (member.role()) {
      case OWNER -> "Owner";
      case ADMINISTRATOR -> "Administrator";
      case DEVELOPER -> "Developer";
      case MEMBER -> "Read-only";
    };
  }
}
