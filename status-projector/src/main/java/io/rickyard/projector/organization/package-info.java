/**
 * What is known of organizations: who belongs to them, as what, and how their projects are called.
 * Decides no right; whoever answers a query asks here whose things a caller may see.
 */
@NullMarked
package io.rickyard.projector.organization;

import org.jspecify.annotations.NullMarked;
