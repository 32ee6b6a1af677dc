/** Who is in an organization, as what, and how somebody gets in; what each role may do. */
@NullMarked
package io.rickyard.gateway.member;

import org.jspecify.annotations.NullMarked;
