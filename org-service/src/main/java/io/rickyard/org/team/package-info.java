/**
 * Teams: members of an organization who act on the projects that were given to them as more than
 * their role in it says. Knows neither database nor HTTP.
 */
@NullMarked
package io.rickyard.org.team;

import org.jspecify.annotations.NullMarked;
