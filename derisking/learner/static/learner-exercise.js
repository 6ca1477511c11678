// Made by python3 run.py build of 92 files in learner/src, live/src and the course's extension, sha256 91fff972b4c6ae1a, with esbuild 0.28.2. No code of others is in it. Edit there, not here.
(()=>{var P={walks:!1},ce=e=>/^(Tab|Arrow)/.test(e.key);document.addEventListener("keydown",e=>ce(e)&&(P.walks=!0),!0);document.addEventListener("pointerdown",()=>P.walks=!1,!0);var Le=globalThis[Symbol.for("derisking.ids")]??={count:0};function i(e,t={},...o){let[r,...n]=e.split("."),s=document.createElement(r);n.length&&(s.className=n.join(" "));for(let[d,p]of Object.entries(t))p!=null&&(d.startsWith("on")?s.addEventListener(d.slice(2),p):d==="style"?s.style.cssText=p:d==="html"?s.innerHTML=p:d in s&&!d.includes("-")?s[d]=p:s.setAttribute(d,p));return s.append(...o.filter(d=>d!=null)),s}function k(e,t,...o){let r=document.createElementNS("http://www.w3.org/2000/svg",e);for(let[n,s]of Object.entries(t))r.setAttribute(n,s);return r.append(...o),r}var V=new Set;function W(e,t){if(e===window&&V.has(t))return;e===window&&V.add(t);let o=new e.CSSStyleSheet;o.replaceSync(t),e.document.adoptedStyleSheets=[...e.document.adoptedStyleSheets,o]}function _(e,t,o){let r=i("iframe",{title:"What is printed",style:"position:fixed;right:0;bottom:0;width:0;height:0;border:0"});document.body.append(r),r.contentDocument.title=o,W(r.contentWindow,t),r.contentDocument.body.append(e.cloneNode(!0)),r.contentDocument.querySelectorAll("details").forEach(n=>n.open=!0),r.contentWindow.addEventListener("afterprint",()=>setTimeout(()=>r.remove())),r.contentWindow.print()}var K="[A-Za-zÀ-ÖØ-öø-ÿµμ]+[²³]?",le=RegExp(`^([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?) ?(?:[%€$£¥]|per ?cent|${K}(?: ?(?:per |/ ?)${K})?)?\\.?$`),pe=e=>e.replace(/[！-～]/g,t=>String.fromCharCode(t.charCodeAt(0)-65248)).replaceAll("−","-").replaceAll("。",".").replaceAll("、",",");function U(e){let t=pe(String(e)).trim().replace(/[\s_]+/g," ").replace(/([0-9])[ '](?=[0-9]{3}(?![0-9]))/g,"$1"),[,o]=t.match(le)??[];if(!o||/^[+-]?[1-9][0-9]{0,2},[0-9]{3}(?![0-9])/.test(o))return null;let r=Number(o.replace(",","."));return Number.isFinite(r)?r:null}var q=(e,t,o)=>`${e} ${e===1?t:o}`;function j(e,t,o,r){let n=i(r?"figure.dr-picture.dr-broad":"figure.dr-picture"),s=i("span",{role:"status"}),d=0,p,a=o(()=>l(!0));function l(c){let m=[U(t.node.querySelector("input.dr-number")?.value??""),e.share,e.share===void 0?d:Math.max(d,1)];if(!c&&m.join()===p)return;p=m.join();let[h,y]=a(...m);n.replaceChildren(h,i("figcaption",{},s)),s.textContent=y}t.node.before(n),e.card.addEventListener("submit",()=>d+=1,!0),e.card.addEventListener("input",()=>l()),document.addEventListener("dr-answered",()=>l()),l()}var C=(e,t,...o)=>k("svg",{viewBox:t,role:"img","aria-label":e},...o),b=(e,t,o,r={})=>k("text",{x:e,y:t,...r},o),z=(e,t,o,r,n)=>k("rect",{x:e,y:t,width:o,height:r,...n});function Z(e,t){return t.style.animationDelay=`${e}ms`,t}var H=150,fe=1200,ue=Array.from({length:1600},(e,t)=>[Math.floor(t/40)-20,t%40-20]),D=ue.map(([e,t])=>({x:e,y:t,far:Math.hypot(Math.max(-e,e+1),Math.max(-t,t+1))*10}));D.sort((e,t)=>e.far-t.far||e.y-t.y||e.x-t.x);var Y=D.filter(({far:e})=>e<=H).length;function me(e,t){let o=(l,...c)=>C(l,"-172 -158 344 350",k("circle",{r:H,class:"dr-disc"}),...c);if(t===void 0){let l=[k("path",{d:"M-150 166H150M-150 161V171M150 161V171",class:"dr-rule"}),b(0,184,"300 mm",{"text-anchor":"middle"}),b(16,-1,"10 mm × 10 mm")];return[o("A wafer of 300 mm with one die of 10 by 10 mm on it.",z(0,-10,10,10,{class:"dr-die dr-hit"}),...l),"One die on the wafer, to scale. Check your number, and as many dies are laid out."]}let r=Math.max(0,Math.floor(e)),n=D.slice(0,Math.min(r,fe)),s=r-Math.min(r,Y),d=({x:l,y:c,far:f})=>Z(f*6,z(l*10,c*10,10,10,{class:f>H?"dr-die dr-over-edge":"dr-die"})),p=s?`${q(s,"die hangs","dies hang")} over the edge, where the wafer ends.`:r<600?"The wafer has room for more.":`All of them lie on the wafer. Laid out like this, ${Y-r} more would fit: the rule is an estimate.`,a=`Your ${q(r,"die","dies")}. ${p}`;return[o(a,...n.map(d)),a]}var J=[[.4,.6],[4.4,8.3],[7.5,.8],[9.7,2.7],[6.2,7.4],[9.6,5.5],[7.6,4.5],[2.7,5.6],[7.5,3.5],[8.8,2.6],[3.7,7.3],[.6,6.3],[8.5,6.7],[6.7,6.8],[6.7,7.6],[4.3,4.4],[2.8,1.6],[8.4,2.6],[1.5,8.3],[1.4,4.7]],he=([e,t],o)=>`${Math.floor(e/o)} ${Math.floor(t)}`,I=e=>new Set(J.map(t=>he(t,e)));function R(e,t,o,r){let n=I(e),s=[];for(let a=0;a<10;a+=1)for(let l=0;l<10/e;l+=1){let c=`${l} ${a}`,f=z(l*e*30+1,a*30+1,e*30-2,28,{class:`dr-die ${(o?n:t).has(c)?"dr-hit":""}`,rx:2});f.addEventListener("click",()=>{t[t.has(c)?"delete":"add"](c),r()}),s.push(f)}let d=J.map(([a,l])=>k("circle",{cx:a*30,cy:l*30,r:3.6,class:"dr-speck"})),p=`${q(100/e,"die","dies")} in a square, and 20 defects on it: ${q(20-n.size,"defect falls","defects fall")} on a die that another one has hit.`;return C(p,"0 0 300 300",...s,...d)}var F=(e,t)=>`${q(t.size,"die","dies")} tapped, ${100/e-t.size} left`,ge=(e,t=new Set)=>(o,r)=>[R(1,t,r===1,e),r===1?"18 of the 100 dies are hit, two of them twice: 20 defects spoil fewer than 20 dies. This square came out as the formula expects; others differ.":`100 dies of 1 cm² from the middle of the wafer, and the 20 defects that fell on them. Tap each die that is hit: ${F(1,t)}. What share of them works?`],xe=(e,t=new Set,o=new Set)=>(r,n)=>[i("div.dr-cuts",{},R(1,t,n!==void 0,e),R(2,o,n!==void 0,e)),n===void 0?`The same 20 defects on the same silicon, cut into 100 dies or into 50 of twice the area. Tap those that are hit. Small: ${F(1,t)}. Large: ${F(2,o)}.`:`${100-I(1).size} of 100 small dies work, and ${50-I(2).size} of 50 large ones, for the same money.`];function Q(e,t,o,r,n,s){let d=i("input",{type:"range",...r}),p=i("span",{role:"status"}),a=i("div");function l(f=d.value){d.value=f;let[m,h]=n(Number(d.value));a.replaceChildren(m),p.textContent=h}t.node.before(i("figure.dr-picture.dr-broad",{},i("label.dr-slide",{},o,d),a,i("figcaption",{},p)));let c=()=>l(e.share===1?s:void 0);d.addEventListener("input",()=>l()),e.card.addEventListener("change",()=>l()),document.addEventListener("dr-answered",c),c()}function be(e,t){let o=[...t.node.querySelectorAll("tbody tr")];if(!o.length)return;let r=o.map(s=>({name:s.cells[0].textContent.trim(),value:Number(s.cells[1].textContent),box:s.querySelector("input")})),n=s=>20+(s-.3)*686;Q(e,t,"Move the ruler",{min:.3,max:1,step:.01,value:.4},s=>{let d=r.filter(({value:a})=>a<=s).length,p=[k("path",{d:"M20 84H500",class:"dr-rule"}),...[.4,.6,.8,1].map(a=>b(n(a),104,String(a),{"text-anchor":"middle"})),k("path",{d:`M${n(s)} 14V92`,class:"dr-limit"}),b(n(s)+6,24,s.toFixed(2),{class:"dr-ask"})];for(let{name:a,value:l,box:c}of r){let f=l<=s,m=k("circle",{cx:n(l),cy:f?76:60,r:8,class:f?"dr-gone":"dr-stored"},k("title",{},a));m.addEventListener("click",()=>c.click()),p.push(m),c.checked&&p.push(b(n(l),42,a,{"text-anchor":l>.85?"end":l<.45?"start":"middle",class:"dr-strong"}))}return[C("The products on a line, by their concentration.","0 0 520 112",...p),`Concentration of the ${r.length} products. With the ruler at ${s.toFixed(2)}, ${d?q(d,"one falls","fall").replace(/^1 /,""):"none falls"} off the list. Tap a dot: its product is ticked below and gets its name.`]})}function we(e,t){let o=(r,n,...s)=>{let d=p=>r-40*s.reduce((a,l)=>a+Math.sin(p*Math.PI/20+l),0)/s.length;return k("path",{d:Array.from({length:161},(p,a)=>`${a?"L":"M"}${20+3*a} ${d(a).toFixed(1)}`).join(""),class:n})};Q(e,t,"Correlation",{min:0,max:1,step:.1,value:0},r=>{let n=Math.acos(r),s=k("path",{d:"M20 140H500M20 220H500",class:"dr-unknown"}),d=[b(20,14,"each alone"),o(64,"dr-gone",0),o(64,"dr-own",n),b(20,130,"together"),s,o(180,"dr-both",0,n)],p=e.share===1?"At 0.6 both together still swing by 8.94 of 10: a good third of what they save at 0.0 is left.":"The dashed lines show how far one partner swings alone. How much less do both swing together at 0.6?";return[C("Two waves, and below them their sum.","0 0 520 226",...d),`Correlation ${r.toFixed(1)}. ${p}`]},.6)}var G=[[1,.8],[.7,.8],[.4,.8],[.1,.6]];function ke(e,t,o){let r=t===1?4:Math.min(1+o,3),n=c=>170-c*100,s=(c,f,m,h,y)=>Z(y*500,z(c,n(m),50,Math.max(0,n(f)-n(m)),{class:h})),d=[k("path",{d:`M40 ${n(0)}H508M40 ${n(.8)}H508`,class:"dr-rule"}),b(34,n(.8)-2,"gases",{"text-anchor":"end"}),b(34,n(.8)+13,"allow 0.8",{"text-anchor":"end"})];G.forEach(([c,f],m)=>{let h=62+m*112;if(d.push(b(h+51,190,`week ${m+1}`,{"text-anchor":"middle",class:"dr-strong"})),m<r){d.push(s(h,0,c,"dr-bar dr-stored",m),s(h,c,c+.5,"dr-bar dr-delivered",m),s(h+52,0,f,"dr-bar dr-output",m));let y=c<.15;d.push(b(h+25,y?n(c)-4:n(c/2)+5,String(c),{"text-anchor":"middle",class:y?"dr-strong":"dr-on-dark"})),d.push(b(h+25,n(c+.25)+5,"+ 0.5",{"text-anchor":"middle"})),d.push(b(h+77,n(f)+17,String(f),{"text-anchor":"middle",class:"dr-on-dark"})),m||d.push(b(h+25,n(.5)+22,"store",{"text-anchor":"middle",class:"dr-on-dark"}),b(h+77,n(f)+34,"output",{"text-anchor":"middle",class:"dr-on-dark"}))}else d.push(z(h,n(1.5),102,150,{class:"dr-unknown",rx:4})),(m<3||e===null)&&d.push(b(h+51,n(.7),"?",{"text-anchor":"middle",class:"dr-ask"}))}),e!==null&&e>=0&&t!==1&&d.push(z(450,n(Math.min(e,1.5)),50,Math.min(e,1.5)*100,{class:"dr-own"}),b(475,n(Math.min(e,1.5))-5,"yours",{"text-anchor":"middle",class:"dr-ask"}));let a=G.slice(0,r).map(([c,f],m)=>`week ${m+1}: ${c} in store, output ${f}`).join("; "),l=t===1?"0.3 leave the store each week: 1, 0.7, 0.4, 0.1. In week 4 all that is there is used, and from week 5 on there is the delivery alone.":`What is in store, what is delivered on top of it, and beside it what is used, the output. What is left over is in store a week later. ${t===void 0?"Type your number, and it stands in week 4.":`Week ${r} is drawn for you: follow the store.`}`;return[C(`Bars. ${a}.`,"-56 8 566 190",...d),l]}function ye(e,t){let o=e.card.closest(".jp-Notebook")??document,r=a=>!a.closest(".dr-explorer")&&/^\s*plan\s*cost\s*mean/.test(a.textContent),n=[...e.card.querySelectorAll("table"),...o.querySelectorAll("table")].find(r),s=n?.querySelector(".dr-own-row")??n?.tBodies[0].insertRow()??i("tr"),d=i("div.dr-explorer.dr-plans");s.className="dr-own-row",t.node.before(d);let p=()=>{let a=e.plan()?.row??[],l=o.querySelector(".dr-explorer .dr-svg:has(svg)");s.hidden=!a.length,s.replaceChildren(...a.map((c,f)=>i(f?"td.dr-digits":"th",{},f?c:`◆ ${c}`))),l&&a.length&&d.replaceChildren(l.cloneNode(!0))};document.addEventListener("dr-answered",p),p()}var X={plans:ye,wafer:(e,t)=>j(e,t,()=>me),specks:(e,t)=>j(e,t,ge),ruler:be,swing:we,halves:(e,t)=>j(e,t,xe,!0),store:(e,t)=>j(e,t,()=>ke,!0)};var L=`/* What only exercises wear; their script brings it along (exercise/dress.js). What to do is said once, but that a card may lie in two bins wherever it may; of an argument its text says it. */
.dr-task:is(.dr-again, [data-kind="defend"]) :is(.dr-question, .dr-board:not(:has(+ .dr-listed [type="checkbox"]))) > .dr-how {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
}
.dr-task.dr-again .dr-question > .dr-how + * {
  margin-top: 10px;
}
.dr-quiz .dr-task .dr-ways.dr-ways {
  float: none;
  min-height: 28px;
  margin: 6px 0 0;
  padding: 2px 0;
  color: var(--dr-muted);
  background: none;
  border: 0;
  font-weight: 400;
  text-decoration: underline;
}
.dr-task .dr-body > p:first-child {
  margin-top: 10px;
}
.dr-quiz .dr-task .dr-digits.dr-digits {
  text-align: right;
  font-variant-numeric: tabular-nums;
}
.dr-task math {
  font-size: 1.15em;
}
.dr-task mfrac > * {
  padding: 0.2em 0.1em;
}
.dr-task msqrt > * {
  padding-top: 0.15em;
}
.dr-quiz .dr-task p.dr-formula {
  margin: 14px 0;
  font-size: 1.6em;
  text-align: center;
}
/* a first guess, and what was said at first beside the decision */
.dr-quiz .dr-first .dr-question > legend {
  font-size: 1.3em;
}
.dr-quiz .dr-first legend a {
  color: inherit;
}
.dr-first .dr-tiles {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(6.75rem, 1fr));
  gap: 8px;
  margin-top: 14px;
}
.dr-first .dr-tiles:has(> :nth-child(6)) {
  grid-template-columns: repeat(3, 1fr);
}
@media (width < 480px) {
  .dr-first .dr-tiles:has(> :nth-child(6)) {
    grid-template-columns: repeat(2, 1fr);
  }
}
.dr-quiz .dr-first .dr-tile {
  display: flex;
  flex-direction: column;
  gap: 10px;
  align-items: center;
  justify-content: center;
  min-height: 62px;
  padding: 10px 12px;
  color: var(--dr-text);
  background: var(--dr-soft);
  border: 2px solid var(--dr-faint);
  border-radius: 8px;
  font-weight: 600;
  line-height: 1.3;
}
.dr-quiz .dr-first .dr-tile:enabled:hover {
  border-color: var(--dr-text);
}
.dr-quiz .dr-first .dr-tile:disabled {
  opacity: 0.6;
}
.dr-quiz .dr-first .dr-tile[aria-pressed="true"] {
  color: #12344d;
  background: #ffd24a;
  border-color: #ffd24a;
  opacity: 1;
  rotate: -2deg;
}
.dr-first .dr-squares {
  display: grid;
  grid-template-columns: repeat(6, 11px);
  gap: 3px;
}
.dr-first .dr-squares > i {
  height: 11px;
  border: 1px solid currentColor;
  border-radius: 2px;
}
.dr-first .dr-squares > .dr-full {
  background: currentColor;
}
.dr-quiz .dr-first .dr-kept:not(:empty) {
  margin: 14px 0 0;
}
.dr-quiz .dr-task .dr-at-first:not(:empty) {
  width: fit-content;
  margin: 4px 0 12px;
  padding: 4px 14px;
  color: #14202b;
  background: #ffd24a;
  border-radius: 0 99px 99px 0;
}
.dr-quiz .dr-task :is(.dr-body ~ .dr-how, .dr-board > .dr-how) {
  margin: 2px 0 8px;
}
/* what the role is asked, as it is spoken */
.dr-quiz .dr-task .dr-question > .dr-voice {
  position: relative;
  width: fit-content;
  max-width: 100%;
  margin: 6px 0 4px;
  padding: 9px 16px;
  color: #ffffff;
  background: #12344d;
  border-radius: 14px;
  font-weight: 600;
}
.dr-task .dr-voice::before {
  position: absolute;
  top: -9px;
  left: 20px;
  border: solid transparent;
  border-width: 0 9px 10px;
  border-bottom-color: #12344d;
  content: "";
}
/* answers that are the rows of a table */
.dr-quiz .dr-task .dr-tick-table label.dr-option.dr-option {
  padding: 4px 0;
  background: none;
  border: 0;
  font-weight: inherit;
}
.dr-quiz .dr-tick-table table {
  width: 100%;
  margin: 0;
  border-collapse: collapse;
}
.dr-tick-table tbody tr {
  cursor: pointer;
}
.dr-tick-table tbody tr:hover,
.dr-tick-table tbody tr:has(:checked) {
  background: var(--dr-soft);
}
.dr-quiz .dr-tick-table :is(th, td) {
  padding: 3px 10px;
  border-bottom: 1px solid var(--dr-faint);
  text-align: right;
  vertical-align: middle;
  font-variant-numeric: tabular-nums;
}
.dr-tick-table .dr-wide {
  margin: 0;
}
.dr-quiz .dr-tick-table :is(th, td):first-child {
  font-weight: 600;
  text-align: left;
}
.dr-quiz .dr-tick-table thead th {
  vertical-align: bottom;
  line-height: 1.25;
}
.dr-quiz .dr-plans:not(:empty) {
  max-width: 34rem;
  margin: 12px 0;
}
.dr-plans .dr-svg {
  min-height: 0 !important; /* the desk's own keeps its room */
}
.dr-plans svg {
  display: block;
  width: 100%;
  height: auto;
}
.dr-own-row,
.dr-quiz .dr-own-row > :is(th, td) {
  color: var(--dr-guess, #b14300);
  font-weight: 700;
}
/* rows to put in order */
.dr-quiz .dr-row-of-table {
  display: grid;
  flex: 1;
  grid-template-columns: 2em repeat(4, minmax(0, 1fr));
  gap: 2px 12px;
  align-items: end;
}
.dr-quiz .dr-row-of-table small {
  display: block;
  color: var(--dr-muted);
  font-size: 0.75rem;
  line-height: 1.2;
}
.dr-quiz .dr-badge {
  align-self: center;
  color: var(--dr-accent);
  font-size: 1.3em;
  font-weight: 700;
}
.dr-quiz .dr-told {
  color: var(--dr-muted);
}
/* pictures that answer */
.dr-quiz figure.dr-picture {
  display: grid;
  grid-template-columns: minmax(0, 19rem) minmax(0, 1fr);
  gap: 10px 22px;
  align-items: center;
  margin: 14px 0;
}
.dr-quiz figure.dr-picture.dr-broad {
  grid-template-columns: minmax(0, 34rem);
}
.dr-picture svg {
  display: block;
  width: 100%;
  height: auto;
}
.dr-quiz.dr-exercise .dr-task figure.dr-picture > figcaption {
  color: var(--dr-text);
  font-size: 0.9375rem;
  line-height: 1.5;
}
.dr-picture text {
  fill: var(--dr-text);
  font-size: 13px;
}
.dr-picture .dr-cuts {
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: 18px;
}
.dr-picture :is(.dr-strong, .dr-on-dark) {
  font-weight: 700;
}
.dr-picture .dr-on-dark {
  fill: var(--dr-on-accent);
}
.dr-picture .dr-ask {
  fill: var(--dr-guess);
  font-weight: 700;
}
.dr-picture .dr-disc {
  fill: var(--dr-paper);
  stroke: var(--dr-line);
  stroke-width: 2;
}
.dr-picture .dr-die {
  fill: var(--dr-accent);
  stroke: var(--dr-paper);
  stroke-width: 1;
}
.dr-picture [viewBox="0 0 300 300"] .dr-die {
  fill: var(--dr-paper);
  stroke: var(--dr-accent);
  cursor: pointer;
}
.dr-picture .dr-die.dr-hit.dr-hit {
  fill: #f0a35e;
  stroke: #b14300;
}
.dr-picture .dr-die.dr-over-edge {
  fill: #f0a35e;
  stroke: #b14300;
}
.dr-picture .dr-speck {
  fill: var(--dr-text);
  stroke: var(--dr-paper);
  pointer-events: none;
}
.dr-picture .dr-rule {
  fill: none;
  stroke: var(--dr-line);
  stroke-width: 1.5;
}
.dr-picture .dr-stored {
  fill: var(--dr-accent);
}
.dr-picture .dr-delivered {
  fill: var(--dr-faint);
}
.dr-picture .dr-output {
  fill: var(--dr-guess);
}
.dr-picture circle:has(title) {
  cursor: pointer;
  pointer-events: all;
}
.dr-picture .dr-gone {
  fill: none;
  stroke: var(--dr-guess);
  stroke-width: 2;
}
.dr-picture .dr-both {
  fill: none;
  stroke: var(--dr-accent);
  stroke-width: 4;
}
.dr-picture .dr-limit {
  stroke: var(--dr-guess);
  stroke-width: 3;
}
.dr-quiz .dr-picture .dr-slide {
  display: flex;
  gap: 12px;
  align-items: center;
  font-weight: 600;
}
.dr-quiz .dr-picture .dr-slide input {
  flex: 1;
  accent-color: var(--dr-guess);
}
.dr-picture .dr-unknown {
  fill: none;
  stroke: var(--dr-line);
  stroke-dasharray: 4 4;
}
.dr-picture .dr-own {
  fill: none;
  stroke: var(--dr-guess);
  stroke-width: 3;
  stroke-dasharray: 7 5;
}
@container (max-width: 34rem) {
  .dr-quiz figure.dr-picture {
    grid-template-columns: minmax(0, 1fr);
  }
  .dr-quiz .dr-row-of-table.dr-row-of-table {
    grid-template-columns: 2em repeat(2, minmax(0, 1fr));
  }
  .dr-row-of-table .dr-badge {
    grid-row: span 2;
  }
  .dr-quiz .dr-broad svg text {
    font-size: 17px;
  }
  .dr-quiz .dr-broad svg .dr-on-dark {
    font-size: 15px;
  }
  .dr-quiz .dr-tick-table :is(th, td) {
    padding: 3px 4px;
    font-size: 0.875rem;
  }
  .dr-quiz .dr-tick-table thead th {
    font-size: 0.75rem;
  }
}
/* the page of a role, on paper also in the dark: a newspaper, a minute, an order, a line to take */
.dr-front {
  --dr-ink: #1c1a17;
  --dr-sheet: #fbf7ec;
  --dr-edge: #cfc6ae;
  --dr-mark: #8a2f00;
}
.dr-front:not([data-look="paper"]) {
  --dr-sheet: #ffffff;
  --dr-edge: #b9c2ca;
  --dr-mark: #174a73;
}
.dr-front[data-look="order"] {
  --dr-mark: #1b5a38;
}
.dr-front[data-look="line"] {
  --dr-mark: #5a2a6e;
}
.dr-front[data-look="letter"] {
  --dr-mark: #0b5563;
}
.dr-front[data-look="note"] {
  --dr-mark: #7a3413;
}
.dr-front[data-look="budget"] {
  --dr-mark: #4b4a14;
}
.dr-quiz .dr-front {
  position: relative;
  margin: 8px 4px 18px;
  padding: 14px 22px 20px;
  color: var(--dr-ink);
  background: var(--dr-sheet);
  border: 1px solid var(--dr-edge);
  box-shadow: 0 3px 14px #00000026;
  font-family: Georgia, "Times New Roman", serif;
  line-height: 1.5;
  print-color-adjust: exact;
}
.dr-quiz .dr-front:not([data-look="paper"]) {
  padding: 22px 30px 26px;
  border-top: 9px solid var(--dr-mark);
}
.dr-quiz .dr-front p {
  margin: 6px 0;
}
.dr-quiz .dr-front .dr-masthead {
  display: flex;
  flex-wrap: wrap;
  gap: 0 18px;
  align-items: baseline;
  justify-content: space-between;
  margin: 0 0 12px;
  padding: 0 0 6px;
  border-bottom: 3px double var(--dr-ink);
}
.dr-front .dr-masthead b {
  font-size: 1.5em;
  letter-spacing: 0.02em;
}
.dr-front:not([data-look="paper"]) .dr-masthead {
  border-bottom: 1px solid var(--dr-mark);
}
.dr-front:not([data-look="paper"]) .dr-masthead b {
  color: var(--dr-mark);
}
.dr-quiz .dr-front .dr-headline {
  margin: 4px 0 10px;
  font-size: 1.45em;
  font-weight: 700;
  line-height: 1.2;
}
.dr-quiz .dr-front:not([data-look="paper"]) .dr-headline {
  margin: 0 0 4px;
  font-size: 2em;
}
.dr-front .dr-eyebrow + .dr-headline::first-letter {
  text-transform: uppercase;
}
.dr-quiz .dr-front .dr-figures {
  margin: 0 0 10px;
  font-style: italic;
}
.dr-quiz .dr-front .dr-goes-on {
  margin: 0;
  font-style: italic;
  text-align: right;
}
.dr-quiz .dr-front .dr-columns {
  columns: 2;
  column-gap: 26px;
  margin: 0;
  padding: 0;
  list-style-position: inside;
}
.dr-front .dr-columns li {
  margin: 0 0 6px;
  padding: 1px 3px;
  break-inside: avoid;
}
.dr-front .dr-columns li::marker {
  color: var(--dr-mark);
  font-weight: 700;
}
.dr-front .dr-corrected {
  background: #ffe29a;
  text-decoration: underline wavy #b14300 1.5px;
  text-underline-offset: 4px;
}
.dr-front .dr-below {
  display: grid;
  grid-template-columns: repeat(2, minmax(0, 1fr));
  gap: 16px;
  margin-top: 12px;
}
.dr-front .dr-slot {
  padding: 8px 14px 12px;
  border: 2px dashed #9a8f74;
  break-inside: avoid;
}
.dr-front .dr-slot.dr-broad {
  grid-column: 1 / -1;
}
.dr-front .dr-slot.dr-set {
  border: 1px solid var(--dr-ink);
}
.dr-front:not([data-look="paper"]) .dr-slot.dr-set {
  padding: 8px 0;
  border: solid var(--dr-edge);
  border-width: 1px 0 0;
}
.dr-front:not([data-look="paper"]) .dr-slot.dr-set:first-child {
  border: 0;
}
.dr-quiz .dr-front .dr-eyebrow {
  margin: 0 0 4px;
  color: var(--dr-mark);
  font: 700 0.8125rem/1.4 system-ui, sans-serif;
  letter-spacing: 0.04em;
  text-transform: uppercase;
}
.dr-quiz .dr-front[data-look="line"] .dr-eyebrow {
  font: italic 1.05em/1.4 Georgia, serif;
  letter-spacing: 0;
  text-transform: none;
}
.dr-quiz .dr-front button {
  color: var(--dr-ink);
  background: #fffdf6;
  border-color: var(--dr-ink);
}
/* once every decision stands on it */
.dr-quiz .dr-front .dr-stamp {
  display: none;
  width: max-content;
  margin: 18px 8px 2px auto;
  padding: 2px 14px;
  color: #a3221a;
  border: 3px solid #a3221a;
  border-radius: 4px;
  font: 800 1.25em/1.4 system-ui, sans-serif;
  letter-spacing: 0.1em;
  text-transform: uppercase;
  rotate: -5deg;
}
.dr-quiz .dr-front.dr-complete .dr-stamp {
  display: block;
}
.dr-quiz .dr-front ul {
  margin: 0;
  padding-left: 1.2em;
}
.dr-quiz .dr-front li {
  margin: 3px 0;
}
.dr-quiz .dr-front a {
  color: #174a73;
}
@container (max-width: 34rem) {
  .dr-quiz .dr-front.dr-front {
    padding: 12px 14px 16px;
  }
  .dr-quiz .dr-front .dr-columns {
    columns: 1;
  }
  .dr-front .dr-below {
    grid-template-columns: minmax(0, 1fr);
  }
}
@media screen and (prefers-reduced-motion: no-preference) {
  .dr-picture .dr-disc ~ .dr-die {
    animation: dr-laid 260ms backwards;
  }
  .dr-picture .dr-bar {
    animation: dr-laid 420ms backwards;
  }
  .dr-first .dr-tile[aria-pressed="true"],
  .dr-front .dr-stamp {
    animation: dr-stamped 260ms backwards;
  }
  @keyframes dr-stamped {
    from {
      opacity: 0;
      scale: 1.8;
    }
  }
  @keyframes dr-laid {
    from {
      opacity: 0;
    }
  }
}
`;var B=()=>W(window,L);function ee(e,t,o){B();let{card:r}=e,{kind:n}=t.question;r.dataset.kind=n;let s=[...document.querySelectorAll(`.dr-task[data-kind="${n}"]`)].some(c=>c.compareDocumentPosition(r)&Node.DOCUMENT_POSITION_FOLLOWING);r.classList.toggle("dr-again",s),r.querySelectorAll(".dr-ways").forEach(c=>c.parentElement.append(c)),r.querySelectorAll("p > math").forEach(c=>c.parentElement.classList.toggle("dr-formula",c.parentElement.textContent.trim()===c.textContent.trim())),r.querySelectorAll("a").forEach(c=>/10\^\d/.test(c.textContent)&&(c.innerHTML=c.innerHTML.replace(/10\^(\d+)/g,"10<sup>$1</sup>")));let d=r.querySelector(":scope > details");d?.querySelectorAll("table").forEach(qe),d?.addEventListener("toggle",()=>d.firstChild.textContent=d.open?"Hide the table":"Show the table here"),n==="multiple"&&Se(r,o,d),n==="order"&&ze(r),n==="defend"&&Ee(r);let p=r.querySelector("legend");p.classList.toggle("dr-voice",p.textContent.endsWith("”"));let a=i("p.dr-at-first");r.querySelector(".dr-question").before(a);let l=()=>e.first()&&a.replaceChildren("At first you said: ",i("b",{},e.first()));document.addEventListener("dr-answered",l),l(),t.picture&&X[t.picture](e,o)}var N=e=>e.cells[0].textContent.trim(),O=e=>[...e.tBodies[0].rows],$e=e=>[...e.tHead.rows[0].cells].map(t=>t.textContent.trim());function qe(e){let t=[...O(e)[0].cells].map(o=>/^[−–\d][\d.,%±–\s]*$/.test(o.textContent.trim()));for(let o of e.rows)[...o.cells].forEach((r,n)=>r.classList.toggle("dr-digits",t[n]))}function Se(e,t,o){let r=o?.querySelector("table"),n=[...t.node.querySelectorAll("label.dr-option")],s=a=>a.querySelector(".dr-text").textContent.trim();if(!r||O(r).map(N).join()!==n.map(s).join())return;let d=a=>a.textContent.replace(/\s+/g,""),p=[...document.querySelectorAll("table")].find(a=>a!==r&&d(a)===d(r));p&&((p.closest(".dr-wide")??p).hidden=!0),O(r).forEach((a,l)=>{a.cells[0].replaceChildren(n[l]),a.addEventListener("click",({target:c})=>c.closest("label")||n[l].click())}),t.node.classList.add("dr-tick-table"),t.node.append(o.querySelector(".dr-wide")),o.remove()}function ze(e){let t=e.querySelector(".dr-body table"),r=[...e.querySelector(".dr-order").children].map(s=>s.querySelector(".dr-text"));if(!t||O(t).map(N).sort().join()!==r.map(s=>s.textContent.trim()).sort().join())return;let n=$e(t);for(let s of r){let d=O(t).find(a=>N(a)===s.textContent.trim()),p=[...d.cells].slice(1).map((a,l)=>i("span.dr-cell",{},i("small",{},n[l+1])," ",i("b",{},a.textContent)));s.classList.add("dr-row-of-table"),s.replaceChildren(i("span.dr-badge",{},N(d)),...p)}(t.closest(".dr-wide")??t).remove()}function Ee(e){let t=Object.fromEntries([...e.querySelectorAll(".dr-body li")].map(o=>[o.querySelector(":scope > strong")?.textContent,o]));for(let o of e.querySelectorAll(".dr-group:first-of-type .dr-text")){let r=o.firstElementChild,n=t[r.textContent];if(!n)continue;let s=o.innerHTML.slice(r.outerHTML.length).trim(),d=n.innerHTML.slice(n.firstElementChild.outerHTML.length).trim(),[p,a]=d.startsWith(s)?[s,d.slice(s.length)]:[`${s}: `,d];o.replaceChildren(r," ",i("b",{html:p}),i("span.dr-told",{html:a})),n.remove()}e.querySelectorAll(".dr-body ul").forEach(o=>o.children.length||o.remove())}function te(e){e.scrollIntoView({block:"start"}),e.querySelector("legend").focus({preventScroll:!0})}function re(e){try{return JSON.parse(e)}catch{return null}}var oe=({ok:e,note:t})=>t||(e?"Kept.":"Not kept.");var E=e=>(t,o)=>`${e} ${t} ${o}`,Ce="recall:",T={draft:E("draft"),first:E("first"),guessed:E("guessed"),hints:E("hints"),reason:E("reason"),sentence:E("sentence"),recall:(e,t)=>`${Ce}${e}:${t}`,sections:e=>`sections ${e}`,later:e=>`later ${e}`,plans:e=>`plans ${e}`,goals:e=>`goals ${e}`,result:e=>`result ${e}`};function Oe(e){let[,t,o]=/(\d+) of (\d+)/.exec(e)??[];return o?i("span.dr-squares",{"aria-hidden":"true"},...Array.from({length:o},(r,n)=>i(n<t?"i.dr-full":"i"))):null}function ne(e,{lesson:t,task:o,ask:r,kept:n,options:s,html:d},{noted:p,keepNote:a,shell:l}){B();let c=T.first(t,o),f=i("p.dr-kept",{role:"status",tabIndex:-1}),m=i("div"),h=s.map(S=>i("button.dr-tile",{type:"button",ariaPressed:"false",onclick:()=>y(S,!0)},Oe(S),i("span",{},S)));function y(S,M){h.forEach((u,v)=>Object.assign(u,{disabled:!0,ariaPressed:String(s[v]===S)})),f.innerHTML=n,m.innerHTML=d,l.wake(m),M&&(f.focus({preventScroll:!0}),a(c,S,()=>f.textContent=l.lost).then(u=>u.ok||(f.textContent=oe(u))),l.answered())}e.append(i("div.dr-card.dr-night.dr-first",{},i("fieldset.dr-question",{},i("legend",{html:r}),i("div.dr-tiles",{},...h)),f),m),s.includes(p(c))&&y(p(c),!1)}var se=(e,t)=>[...e?.querySelectorAll(`input[type=${t}]:checked`)??[]].map(o=>Me(o.closest("label").querySelector(".dr-text")));function Me(e){let t=e.cloneNode(!0);/^[A-Z]$/.test(t.firstElementChild?.textContent)&&t.firstElementChild.remove();let o=t.querySelector(".dr-told");return o?.remove(),{name:[...t.childNodes],told:o?.textContent.replace(/^[:,\s]+/,"")??""}}var je=({name:e,told:t})=>(t||i("p",{},...e).textContent).replace(/[“”]|\((sentence \d+|on page 2)\)/g,"").trim();function ie(e,t,{standing:o,noted:r}){let n=u=>o.get(`${t.lesson} ${u}`),s=t.slots.filter(u=>!(t.lines&&u.last)),d=s.map(u=>i(u.wide?"div.dr-slot.dr-broad":"div.dr-slot")),p=(t.lines??[]).map(u=>i("li",{html:u})),a=t.lines&&i("div",{},i("p.dr-headline",{},t.title),i("ol.dr-columns",{},...p),i("p.dr-goes-on",{},"Continued on page 2")),l=i("p.dr-stamp",{},t.stamp),c=i("section.dr-front",{ariaLabel:t.lines?"The page":"Your page as it is printed"},i("p.dr-masthead",{},i("b",{},t.head),i("span",{},t.aside)),a,i("div.dr-below",{},...d),t.lines?null:l);c.dataset.look=t.look;let f=i("p.dr-status",{role:"status"}),m=i("button.dr-primary",{type:"button",onclick:()=>_(i("div.dr-quiz",{},c.cloneNode(!0)),L,t.head)},"Print this page"),h=t.lines&&i("details.dr-to-edit",{open:innerWidth>1100},i("summary",{},"The page that you edit"),c);e.append(...t.lines?[h]:[c,i("div.dr-actions",{},m,f)]);function y(u){let{card:v,answered:$}=n(u.task)??{},[w]=se(v,"radio"),x=se(v,"checkbox"),g=[];return w&&u.quoted?g.push(i("p",{},u.before," ",i("q",{},je(w)))):w&&g.push(u.before?i("p",{},u.before):null,i(u.large?"p.dr-headline":"p",{},...w.name),w.told?i("p.dr-figures",{},w.told):null),x.length&&g.push(i("p",{},u.why),i("ul",{},...x.map(A=>i("li",{},...A.name)))),g.length||g.push(i("p",{},u.empty)),$||g.push(i("button.dr-quiet",{type:"button",onclick:()=>te(n(u.task).card)},u.go)),{parts:g,answered:$,told:w?.told}}function S({figures:u=[],own:v}){let $=u.filter(({task:x})=>n(x)?.share===1).map(({task:x,words:g})=>i("li",{},g," ",i("b",{},n(x).card.querySelector("input.dr-number").value))),w=v&&re(r(T.plans(v)))?.line;return{parts:[w&&i("p",{},w),$.length&&i("ul",{},...$)],answered:!!(w||$.length)}}function M(){let u=s.map(x=>(x.task?y:S)(x));s.forEach((x,g)=>{d[g].hidden=!x.task&&!u[g].answered,d[g].classList.toggle("dr-set",!!u[g].answered),d[g].replaceChildren(i("p.dr-eyebrow",{},x.eyebrow),...u[g].parts.filter(Boolean));let A=x.quoted&&Number(/\(sentence (\d+)\)/.exec(u[g].told)?.[1]);x.quoted&&p.forEach((de,ae)=>de.classList.toggle("dr-corrected",ae+1===A))});let v=u.filter((x,g)=>s[g].task),$=v.filter(x=>!x.answered).length;c.classList.toggle("dr-complete",!$),m.hidden=$>0;let w=$?`${q(v.length-$,"decision","decisions")} of ${v.length} on the page so far.`:"Your teacher’s key judges it after the deadline; points and reasons come back with your mark.";f.textContent!==w&&(f.textContent=w)}document.addEventListener("dr-answered",M),M()}globalThis.deriskingExercise={dress:ee,first:ne,printed:ie};})();
