// The decision alone, by Cedar: what the perk bike.deposit-free asks for, as a policy. It is parsed once, as a service would; each decision hands
// over the member's standing, as a service has to. Word: how many decisions. Says `microseconds=`, of processor time a decision.
const cedar = require('@cedar-policy/cedar-wasm/nodejs');

const policy = `
  permit (principal is Member, action == Action::"have", resource == Perk::"bike.deposit-free")
  when {
    context.venue_kind == "DOCK" &&
    principal.consents.contains(context.consent) &&
    !principal.court_listed &&
    principal.bans_in_force == 0 &&
    principal.score >= 650 &&
    context.active + context.units <= 1 &&
    context.age_hours <= 168
  };`;
const parsed = cedar.preparsePolicySet('perks', { staticPolicies: policy });
if (parsed.type !== 'success') throw new Error(JSON.stringify(parsed));

const principal = { type: 'Member', id: 'M000000001' };
const inquiry = {
  principal,
  action: { type: 'Action', id: 'have' },
  resource: { type: 'Perk', id: 'bike.deposit-free' },
  context: { venue_kind: 'DOCK', consent: 'mobility/citybike', active: 0, units: 1, age_hours: 1 },
  preparsedPolicySetId: 'perks',
  entities: [
    {
      uid: principal,
      attrs: { score: 700, court_listed: false, bans_in_force: 0, consents: ['mobility/citybike', 'library/citylib'] },
      parents: [],
    },
  ],
};

function decide(times) {
  for (let time = 0; time < times; time++) {
    const answer = cedar.statefulIsAuthorized(inquiry);
    if (answer.type !== 'success' || answer.response.decision !== 'allow') throw new Error(JSON.stringify(answer));
  }
}

const times = Number(process.argv[2]);
decide(times);
const before = process.cpuUsage();
decide(times);
const used = process.cpuUsage(before);
console.log(`microseconds=${(used.user + used.system) / times}`);
