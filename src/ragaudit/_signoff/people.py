"""Whether the people a sign-off needs are named, are there, and are who signs."""

from __future__ import annotations

from collections.abc import Iterator

from ragaudit._config import Settings
from ragaudit._signoff.evidence import Candidate, Evidence
from ragaudit.model import Directory, Refusal, Responsibility, RoleHolder, User
from ragaudit.model.identity import person_key

WHO = {
    Responsibility.WORKFLOW_OWNER: "workflow owner",
    Responsibility.CHANGE_APPROVER: "change approver",
    Responsibility.EXCEPTION_REVIEWER: "exception reviewer",
    Responsibility.QUALITY_MONITOR: "quality monitor",
    Responsibility.EXPANSION_DECIDER: "expansion decider",
}


def people(evidence: Evidence) -> Iterator[Refusal]:
    """A refusal for every role nobody is named for, and for names that lead nowhere."""
    for role in Responsibility:
        holder = evidence.settings.roles.get(role)
        owner = evidence.holder(Responsibility.WORKFLOW_OWNER)
        if holder is None:
            told = f"nobody is named as {WHO[role]} ({role.value})"
            todo = "name a person or group for each under `roles:` in ragaudit.yaml"
            yield Refusal("role", told, todo, owner)
        elif problem := _lost(evidence.directory, holder):
            told = f"the {WHO[role]} “{holder.name}” {problem} ({holder.locator})"
            yield Refusal("role", told, "name somebody who can answer, or add them there", owner)


def candidacy(settings: Settings, directory: Directory, candidate: Candidate) -> Iterator[Refusal]:
    """Why somebody may not sign in the role they give."""
    policy, role = settings.signoff, candidate.role
    if role not in policy.roles:
        allowed = ", ".join(WHO[one] for one in policy.roles)
        told = f"a signature as {WHO[role]} does not count; signoff.roles has: {allowed}"
        yield Refusal("signer", told, "let somebody in such a role sign", _first(settings))
    holder = settings.roles.get(role)
    if holder is not None and not is_holder(directory, holder, candidate.name):
        told = f"“{candidate.name}” is not the {WHO[role]}: that is {holder.name}"
        yield Refusal("signer", f"{told} ({holder.locator})", "sign in your own role", holder.name)


def is_holder(directory: Directory, holder: RoleHolder, name: str) -> bool:
    """Whether a name is the holder of a role, or in the group that is."""
    own = {person_key(one) for one in (holder.name, holder.email) if one}
    user = directory.user(name)
    if person_key(name) in own:
        return True
    if user is None:
        return False
    if _same(directory, holder, user):
        return True
    group = directory.group(holder.name)
    return group is not None and user.id in directory.members(group)


def _same(directory: Directory, holder: RoleHolder, user: User) -> bool:
    known = (directory.user(one) for one in (holder.name, holder.email) if one)
    return any(found is not None and found.id == user.id for found in known)


def _lost(directory: Directory, holder: RoleHolder) -> str:
    """Why the directory speaks against somebody; nothing where there is none to ask."""
    if not directory.lists_accounts():
        return ""
    user = directory.user(holder.name) or (directory.user(holder.email) if holder.email else None)
    if user is not None:
        return "" if user.active else "has an account that is switched off"
    group = directory.group(holder.name)
    if group is None:
        return "is neither a person nor a group of the directory"
    return "" if directory.members(group) or not group.complete else "is a group of nobody"


def _first(settings: Settings) -> str:
    held = (settings.roles.get(role) for role in settings.signoff.roles)
    return next((holder.name for holder in held if holder), "")
