package io.rickyard.org.http;

import io.rickyard.contracts.organization.Role;
import io.rickyard.org.organization.Member;
import java.time.Instant;

/** A member on the wire. */
record MemberForm(String userId, Role role, Instant joinedAt) {
  static MemberForm of(Member member) {
    return new MemberForm(member.user().toString(), member.role(), member.joinedAt());
  }
}
